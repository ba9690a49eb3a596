import {
  AccessRequestInput,
  durationSeconds,
  extendedFrom,
  GuardrailEnd,
  GuardrailSubject,
  UNTIL_REVOKED,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Resolution } from '../resolve/resolveRequest';
import { Caller, Prolonged } from '../types';

const DAY = 86_400;

/**
 * What guardrails look at. A request between domains stands for many pairs;
 * the caller asks for each of them, so that one pair that a rule denies is not
 * hidden behind the others.
 */
export function guardrailSubjects(
  input: AccessRequestInput,
  resolution: Pick<Resolution, 'dags' | 'services'>,
  requester: { ref: string; caller: Caller },
  now: Date,
  before?: Prolonged,
): GuardrailSubject[] {
  const seconds = secondsAhead(input, now.toISOString(), before);
  const request = {
    ...(seconds !== undefined && {
      durationSeconds: seconds,
      durationDays: seconds / DAY,
    }),
    durationClass: durationClass(seconds),
    scheduled: input.start !== undefined,
    breakGlass: input.breakGlass === true,
    ...(input.ticket && { ticket: input.ticket }),
    extension: input.extends !== undefined,
  };
  const unique = new Map<string, GuardrailSubject>();
  for (const source of sources(resolution)) {
    for (const destination of destinations(resolution, input)) {
      const subject: GuardrailSubject = {
        source,
        destination,
        request: {
          ...request,
          sameDomain:
            source.dataDomain !== undefined &&
            source.dataDomain === destination.dataDomain,
        },
        requester: {
          ref: requester.ref,
          groups: requester.caller.ownershipRefs.filter(ref =>
            ref.startsWith('group:'),
          ),
          service: requester.caller.service !== undefined,
        },
      };
      unique.set(JSON.stringify(subject), subject);
    }
  }
  return [...unique.values()];
}

/**
 * How long the access would last from now on, or from its start. Of an
 * extension that is the time left and the time asked for: no rule about long
 * grants is passed by in small steps.
 */
function secondsAhead(
  input: AccessRequestInput,
  now: string,
  before: Prolonged | undefined,
): number | undefined {
  if (input.duration === UNTIL_REVOKED) return undefined;
  if (!before) return durationSeconds(input.duration, input.start ?? now);
  const from = extendedFrom(before, now);
  const asked = durationSeconds(input.duration, from);
  return asked && asked + (Date.parse(from) - Date.parse(now)) / 1000;
}

function durationClass(seconds: number | undefined) {
  if (seconds === undefined) return 'until-revoked' as const;
  if (seconds <= DAY) return 'short' as const;
  return seconds <= 31 * DAY ? ('medium' as const) : ('long' as const);
}

function sources({ dags }: Pick<Resolution, 'dags'>): GuardrailEnd[] {
  return dags.map(dag => ({
    kind: 'dag',
    ref: dag.ref,
    name: dag.dagId,
    owner: dag.owner,
    dataDomain: dag.dataDomain,
    environment: dag.environment,
    labels: {},
    tags: dag.tags,
  }));
}

function destinations(
  { services }: Pick<Resolution, 'services'>,
  { destination }: AccessRequestInput,
): GuardrailEnd[] {
  return services.flatMap(service =>
    service.ports
      .filter(
        port => destination.kind === 'domain' || port.port === destination.port,
      )
      .map(port => ({
        kind: service.kind,
        ref: service.ref,
        name: service.displayName,
        owner: service.owner,
        dataDomain: service.dataDomain,
        environment: service.environment,
        classification: service.labels['data-classification'],
        labels: service.labels,
        tags: [],
        controlPlane: service.controlPlane,
        mesh: service.mesh,
        port: port.port,
        protocol: port.protocol,
      })),
  );
}
