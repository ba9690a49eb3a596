import { Explanation } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ageOf } from '../inventory/details/dataAge';
import { VisibleEntities } from '../inventory/CatalogVisibility';
import {
  certificateHistory,
  worstFirst,
} from './certificates/certificateHistory';
import { buildChain } from './chain';
import { ExplainFacts } from './ExplainFacts';
import { remediesOf } from './remedies';
import { sentenceOf } from './sentence';

/** Says who may call whom and why, from facts that were read before. */
export function explain(
  facts: ExplainFacts,
  visible: VisibleEntities,
): Explanation {
  const { dag, service, port, permitted, answer, now } = facts;
  const chain = buildChain(facts);
  const yamlOf = new Map(
    facts.permissions.map(({ kind, name, yaml }) => [`${kind} ${name}`, yaml]),
  );
  return {
    source: { ref: dag.ref, name: dag.displayName },
    destination: {
      ref: service.ref,
      name: service.displayName,
      port: port.port,
      portName: port.name,
    },
    sentence: sentenceOf(facts, chain),
    outcome: permitted.outcome,
    verdict: answer?.verdict,
    enforcement: facts.enforcement,
    agree: answer?.agree ?? true,
    chain,
    selectedBy: (answer?.verdict.selectedBy ?? []).map(policy => ({
      ...policy,
      yaml: yamlOf.get(`${policy.kind} ${policy.name}`),
    })),
    remedies: remediesOf(facts, chain),
    requests: facts.requests,
    certificates: worstFirst([
      ...facts.source.map(side => certificateHistory('source', side, now)),
      ...facts.destination.map(side =>
        certificateHistory('destination', side, now),
      ),
    ]),
    shared: sharedOf(facts, visible),
    dataAge: Object.values(facts.sources).flatMap(source =>
      source ? [ageOf(source)] : [],
    ),
  };
}

function sharedOf(
  { identities, dag }: ExplainFacts,
  visible: VisibleEntities,
): Explanation['shared'] {
  const refs = new Set(identities.flatMap(({ sharedWith }) => sharedWith));
  refs.delete(dag.ref);
  return {
    refs: [...refs].filter(ref => visible.has(ref)),
    total: Math.max(1, ...identities.map(({ sharedBy }) => sharedBy)),
  };
}
