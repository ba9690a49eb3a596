import { DOMAIN } from './dagOptions';
import { DestinationValue } from './serviceOptions';

/** A permission is for one port; the backend checks the same again. */
export function validateDestination(
  value: DestinationValue | undefined,
  field: { addError(message: string): void },
): void {
  if (!value?.ref) field.addError('Choose a service and a port');
  else if (value.port === undefined && !value.ref.startsWith(DOMAIN)) {
    field.addError('Choose one of the ports of this service');
  }
}
