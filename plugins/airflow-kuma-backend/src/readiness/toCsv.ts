import {
  READINESS_CAUSES,
  READINESS_WORDS,
  ReadinessAnswer,
  ReadinessCall,
  toCsvLine,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

const COLUMNS = [
  'owner',
  'state',
  'dag',
  'tasks',
  'identity',
  'service',
  'serviceOwner',
  'port',
  'today',
  'whyToday',
  'in3.0',
  'whyIn3.0',
  'causes',
  'resources',
  'whatMendsIt',
  'declared',
  'granted',
  'observed',
];

/** Every call that does not stay, a line each. */
export function toCsv({ owners }: Pick<ReadinessAnswer, 'owners'>): string {
  const lines = owners.flatMap(({ owner, calls }) =>
    calls.map(call => toCsvLine(cellsOf(owner, call))),
  );
  return [toCsvLine(COLUMNS), ...lines].join('');
}

function cellsOf(owner: string, call: ReadinessCall): string[] {
  const { before, after, causes } = call;
  return [
    owner,
    READINESS_WORDS[call.state],
    call.dag ?? call.caller?.couldBe.join(' ') ?? '',
    call.tasks.join(' '),
    call.caller?.uriSans.join(' ') ?? '',
    call.service ?? call.serviceName,
    call.serviceOwner ?? '',
    call.port === undefined ? '' : String(call.port),
    before.outcome,
    before.reason,
    after.outcome,
    after.reason,
    causes.map(({ kind }) => kind).join(' '),
    causes
      .flatMap(({ resources }) => resources)
      .map(({ kind, name }) => `${kind}/${name}`)
      .join(' '),
    causes.map(({ kind }) => READINESS_CAUSES[kind].mend).join(' '),
    String(call.declared),
    String(call.granted),
    call.observed,
  ];
}
