import { parseKri } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { LogRecord } from '../otlp/LogRecord';
import { ObservedCall } from './ObservedCall';

/** Names of the attributes that docs/observed-traffic.md has people configure. */
const ATTRIBUTES = {
  caller: 'caller_san',
  details: 'response_details',
  termination: 'termination_details',
  duration: 'duration_ms',
  direction: 'direction',
  destination: 'destination_service',
  mesh: 'kuma.mesh',
  workload: 'kuma.workload',
};

// Envoy, measured: `rbac_access_denied_matched_policy[kri_mtp_…]` or `[default]`
const REFUSED = /rbac_access_denied_matched_policy\[([^\]]*)\]/;
const LONGEST = 512;

/**
 * What a log record says of one call; `undefined` where it is no call that can
 * be told to anybody: a caller's own log, a caller without a certificate, or a
 * record of something else.
 */
export function callOf({
  attributes,
  at,
}: LogRecord): ObservedCall | undefined {
  const text = (key: keyof typeof ATTRIBUTES) => {
    const value = attributes[ATTRIBUTES[key]];
    return value && value !== '-' ? value : undefined;
  };
  const direction = text('direction');
  const mesh = text('mesh');
  // A certificate of a mesh CA carries several SANs, joined by commas.
  const caller = text('caller')
    ?.split(',')
    .find(san => san.startsWith('spiffe://'));
  const destination = destinationOf(text('workload'), text('destination'));
  if (!mesh || !caller || !destination) return undefined;
  if (direction && direction.toLocaleUpperCase('en-US') !== 'INBOUND') {
    return undefined;
  }
  if ([mesh, caller, destination].some(({ length }) => length > LONGEST)) {
    return undefined;
  }
  const refused = REFUSED.exec(
    `${text('details') ?? ''} ${text('termination') ?? ''}`,
  );
  const duration = Number(text('duration'));
  return {
    mesh,
    caller,
    destination,
    verdict: refused ? 'denied' : 'allowed',
    policy:
      refused && refused[1] !== 'default' ? refused[1].slice(0, LONGEST) : '',
    at,
    milliseconds:
      Number.isFinite(duration) && duration >= 0 ? duration : undefined,
  };
}

/** `%KUMA_WORKLOAD%` is a KRI; the service tag serves where there is none. */
function destinationOf(
  workload: string | undefined,
  service: string | undefined,
): string | undefined {
  const kri = workload && parseKri(workload);
  const name = kri ? kri.name : workload;
  return name ?? (service === 'unknown' ? undefined : service);
}
