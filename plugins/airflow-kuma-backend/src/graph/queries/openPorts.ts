import {
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

/** `undefined` where no port is open to the caller. */
export function openPorts(
  judge: MeshJudge,
  uriSans: string[],
  service: ServiceFact,
): OpenPorts | undefined {
  const open: { port: number; verdict: Verdict }[] = [];
  const ports = service.ports.length ? service.ports : [{ port: 0 }];
  for (const { port } of ports) {
    const { verdict } = judge.evaluateService(
      { uriSans },
      { kind: service.kind, name: service.name, port: port || undefined },
    );
    if (verdict.enforced === 'allow' || verdict.enforced === 'not-enforced') {
      open.push({ port, verdict });
    }
  }
  if (!open.length) return undefined;
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
