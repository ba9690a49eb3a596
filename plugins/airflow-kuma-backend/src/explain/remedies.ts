import {
  adviceFor,
  ExplainLink,
  ExplainRemedy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { certificateAdvice } from './certificates/certificateAdvice';
import { ExplainFacts } from './ExplainFacts';

/** What to do outside the portal about a red link. */
const OUTSIDE: Partial<Record<ExplainLink['id'], string>> = {
  'source-data':
    'Bring the source back, or correct its configuration; the Sources page says what it answered.',
  'identity-rule':
    'Give the DAG an identity: add or correct a rule in airflowKuma.identities, and run its workers behind a proxy with that identity.',
  'source-proxy': "Start or reconnect the proxy beside the DAG's workers.",
  'destination-proxy': 'Start or reconnect the proxy of the service.',
  'source-sync':
    "Find the policy that the DAG's proxy refuses (the control plane's log names it) and mend it: until then no change reaches that proxy.",
  'destination-sync':
    "Find the policy that the service's proxy refuses (the control plane's log names it) and mend it: until then no permission takes effect there.",
  'identity-ready':
    'Mend the MeshIdentity or the certificate authority behind it.',
  'way-out':
    "Let whoever owns the DAG's workload add the service to what its proxy may reach: the annotation kuma.io/reachable-backends of its pods on Kubernetes, networking.transparentProxying.reachableBackends of its Dataplane on Universal.",
  intended:
    'Rewrite the permission with exact identities in the rules dialect, so that what is written is what is enforced.',
};

/** What to do outside the portal about this link, where there is something. */
export function outsideOf(
  id: ExplainLink['id'],
  facts: Pick<ExplainFacts, 'answer' | 'source' | 'destination' | 'now'>,
): string | undefined {
  const { answer, source, destination, now } = facts;
  if (id === 'source-certificate') return certificateAdvice(source, now);
  if (id === 'destination-certificate') {
    return certificateAdvice(destination, now);
  }
  // What is missing differs: mTLS, an identity, a zone egress.
  if (id === 'mesh-enforces') return answer && adviceFor(answer.verdict);
  return OUTSIDE[id];
}

/** What would change the answer: a request where that helps, else the fix outside. */
export function remediesOf(
  facts: ExplainFacts,
  chain: ExplainLink[],
): ExplainRemedy[] {
  const outside = chain.flatMap((link): ExplainRemedy[] => {
    const text = link.status === 'problem' && outsideOf(link.id, facts);
    return text ? [{ kind: 'outside', text }] : [];
  });
  const permission = permissionRemedy(facts);
  return permission ? [permission, ...outside] : outside;
}

function permissionRemedy(facts: ExplainFacts): ExplainRemedy | undefined {
  const { dag, service, port } = facts;
  const verdict = facts.answer?.verdict;
  if (verdict?.enforced !== 'deny') return undefined;
  const { decidedBy } = verdict;
  if (verdict.dialect === 'rules' && decidedBy?.clause === 'deny') {
    return {
      kind: 'outside',
      text: `${decidedBy.policy.name} denies this caller, and a deny wins over every permission: only whoever owns that policy can take it away.`,
    };
  }
  if (!facts.identities.some(({ uriSans }) => uriSans.length > 0)) {
    return undefined;
  }
  return {
    kind: 'request',
    text: `Request access from ${dag.displayName} to ${
      service.displayName
    } on port ${port.name ?? port.port}.`,
    source: dag.ref,
    destination: service.ref,
    port: port.port,
  };
}
