import {
  bothEnds,
  PolicyReference,
  Verdict,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';
import { MeshJudge } from '../facts/GraphFacts';

/** Ports of a service that a caller gets through to. */
export type OpenPorts = {
  outcome: 'allow' | 'not-enforced';
  ports: number[];
  reason: string;
  policy?: PolicyReference;
  policies: PolicyReference[];
};

/** Who calls: with its proxies, where also its own end counts. */
export type Caller = { uriSans: string[]; proxies?: readonly string[] };

/**
 * `undefined` where no port is open to the caller, `unknown` where its own end
 * keeps us from telling.
 */
export function openPorts(
  judge: MeshJudge,
  caller: Caller,
  service: ServiceFact,
): OpenPorts | 'unknown' | undefined {
  const open: { port: number; verdict: Verdict }[] = [];
  let isUnknown = false;
  const ports = service.ports.length ? service.ports : [{ port: 0 }];
  for (const { port } of ports) {
    const destination = {
      kind: service.kind,
      name: service.name,
      port: port || undefined,
    };
    const { verdict } = judge.evaluateService(
      { uriSans: caller.uriSans },
      destination,
    );
    const { outcome, decides } = bothEnds(
      verdict.enforced,
      caller.proxies && judge.callerWayOut(caller.proxies, destination),
    );
    if (outcome === 'allow' || outcome === 'not-enforced') {
      open.push({ port, verdict });
    }
    if (outcome === 'unknown' && decides === 'caller') isUnknown = true;
  }
  if (!open.length) return isUnknown ? 'unknown' : undefined;
  const [{ verdict }] = open;
  const policies = new Map(
    open.flatMap(item => {
      const policy = item.verdict.decidedBy?.policy;
      return policy ? [[`${policy.kind} ${policy.name}`, policy]] : [];
    }),
  );
  return {
    // One port that is decided is enough to call it a decision.
    outcome: open.some(item => item.verdict.enforced === 'allow')
      ? 'allow'
      : 'not-enforced',
    ports: open.flatMap(({ port }) => (port ? [port] : [])),
    reason: verdict.reason,
    policy: verdict.decidedBy?.policy,
    policies: [...policies.values()],
  };
}
