import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { useCallback } from 'react';
import { usePickerApi } from '../api/usePickerApi';
import { DOMAIN } from './dagOptions';
import {
  DestinationValue,
  destinationDomain,
  isSameDestination,
  serviceOptions,
} from './serviceOptions';
import { ValuePicker } from './ValuePicker';

/** Chooses a service and one of its ports, or a data domain. */
export function ServicePortPicker(
  props: FieldExtensionComponentProps<DestinationValue>,
) {
  const api = usePickerApi();
  const search = useCallback(
    async (text: string) => serviceOptions((await api.services(text)).items),
    [api],
  );
  const lookUp = useCallback(
    async ({ ref }: DestinationValue) => {
      // The address can hold anything.
      if (!ref) return [];
      if (ref.startsWith(DOMAIN)) {
        return [destinationDomain(ref.slice(DOMAIN.length))];
      }
      const { service } = await api.service(ref);
      return serviceOptions([{ ...service, ref }]).filter(
        option => option.value.ref === ref,
      );
    },
    [api],
  );
  return (
    <ValuePicker
      field={props}
      id="airflow-kuma-service"
      label="Service and port"
      search={search}
      lookUp={lookUp}
      isSame={isSameDestination}
    />
  );
}
