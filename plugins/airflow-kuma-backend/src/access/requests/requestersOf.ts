import { AccessRequestInput } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError, NotAllowedError } from '@backstage/errors';
import { AccessConfig } from '../config';
import { Requesters } from '../preview/assess';
import { Caller } from '../types';

/**
 * Who counts as having asked. A service asks for a person only where config
 * lists its subject, and then its owners count as requesters too: nobody can
 * approve what their own robot asked for.
 */
export function requestersOf(
  config: Pick<AccessConfig, 'requestOnBehalf'>,
  caller: Caller,
  input: Pick<AccessRequestInput, 'onBehalfOf'>,
): Requesters {
  if (caller.user) {
    if (input.onBehalfOf && input.onBehalfOf !== caller.user) {
      throw new NotAllowedError('A person asks for themselves only');
    }
    return { requester: caller.user, onBehalfOf: [] };
  }
  const allowed = config.requestOnBehalf.find(
    entry => entry.subject === caller.service,
  );
  if (!allowed) {
    throw new NotAllowedError(
      `${caller.service} may not request access: it is not listed in airflowKuma.access.requestOnBehalf`,
    );
  }
  if (!input.onBehalfOf?.startsWith('user:')) {
    throw new InputError(
      'onBehalfOf has to name the user that the service asks for',
    );
  }
  return { requester: input.onBehalfOf, onBehalfOf: allowed.owners };
}
