import { ExplainLink } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from './ExplainFacts';

/** Links that can stop a call whatever the permissions say. */
export const WIRE: readonly ExplainLink['id'][] = [
  'source-proxy',
  'destination-proxy',
  'source-sync',
  'destination-sync',
  'identity-ready',
  'source-certificate',
  'destination-certificate',
  'way-out',
];

/** The answer in one sentence, and a second one where the wire says otherwise. */
export function sentenceOf(facts: ExplainFacts, chain: ExplainLink[]): string {
  const { dag, service, port, permitted } = facts;
  const call = `${dag.displayName} ${verbOf(permitted.outcome)} ${
    service.displayName
  } on port ${port.name ?? port.port}`;
  const isSaid = permitted.decides !== 'destination';
  const broken = chain.find(
    ({ id, status }) =>
      status === 'problem' &&
      WIRE.includes(id) &&
      !(isSaid && id === 'way-out'),
  );
  const lead = `${call}: ${permitted.reason}`;
  if (!broken || permitted.outcome === 'unknown') return lead;
  return permitted.outcome === 'deny'
    ? `${lead} Check first, though: ${broken.fact}`
    : `${lead} Calls can still fail: ${broken.fact}`;
}

function verbOf(outcome: ExplainFacts['permitted']['outcome']): string {
  switch (outcome) {
    case 'allow':
      return 'may call';
    case 'deny':
      return 'may not call';
    case 'not-enforced':
      return 'can call, like everybody,';
    default:
      return 'may or may not call';
  }
}
