import { PermittedFacet } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MeshJudge } from '../facts/GraphFacts';

/** When the policies that let calls through now were last changed. */
export function repairedAt(
  permitted: PermittedFacet,
  judge: MeshJudge | undefined,
): string | undefined {
  if (permitted.outcome !== 'allow') return undefined;
  const changes = permitted.ports.flatMap(({ verdict }) => {
    const policy = verdict.decidedBy?.policy;
    return (policy && judge?.changedAt(policy)) ?? [];
  });
  return changes.sort().at(-1);
}
