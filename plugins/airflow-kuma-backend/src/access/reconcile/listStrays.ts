import { AccessStray } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { toStray } from './answerStray';
import { desiredPolicies, policyKey } from './desiredPolicies';
import { findDrift } from './findDrift';

/** Permissions in all meshes that carry our label and are nobody's, as last read. */
export async function listStrays(
  context: AccessContext,
): Promise<AccessStray[]> {
  const strays: AccessStray[] = [];
  for (const place of await context.inventory.meshes()) {
    const [snapshot, rows, records] = await Promise.all([
      context.inventory.meshSnapshot(place),
      context.policies.list(place),
      context.store.all({
        states: ['applying', 'active', 'removing'],
        mesh: place,
      }),
    ]);
    if (!snapshot) continue;
    const byId = new Map(records.map(record => [record.id, record]));
    const findings = findDrift({
      snapshot,
      readAt: snapshot.revision,
      desired: desiredPolicies(
        snapshot,
        records.filter(record => record.state !== 'removing'),
      ),
      written: new Map(
        rows.map(row => [policyKey({ type: row.kind, name: row.name }), row]),
      ),
      records: byId,
    });
    for (const finding of findings) {
      // One of a grant that is being removed is on its way out.
      if (finding.what !== 'nobody') continue;
      const isElsewhere = finding.isCopy === true;
      if (!isElsewhere && finding.grants.some(id => byId.has(id))) continue;
      const isReported = isElsewhere || context.config.drift === 'report';
      strays.push({
        ...toStray(place, finding),
        answer: isReported ? 'reported' : 'removed',
      });
    }
  }
  return strays;
}
