import { createHash } from 'node:crypto';
import { ReadinessWorkload } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MeshKey } from '../../sync/InventoryReader';

const SLUG_LENGTH = 40;

/** Branch, title and text of the pull request of an owner; the branch is theirs for good. */
export function wordsOf(
  { controlPlane, mesh }: MeshKey,
  owner: string,
  workloads: Pick<ReadinessWorkload, 'name' | 'added'>[] = [],
): { branch: string; title: string; body: string } {
  const hash = createHash('sha256')
    .update(JSON.stringify([controlPlane, mesh, owner]))
    .digest('hex')
    .slice(0, 12);
  const slug = `${owner.split('/').pop()} ${mesh}`
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_LENGTH)
    .replace(/^-|-$/g, '');
  const lists = workloads.map(
    ({ name, added }) =>
      `- ${name}: ${added.map(ref => Object.values(ref.labels)[0]).join(', ')}`,
  );
  return {
    branch: `airflow-kuma/ready-for-3.0-${slug}-${hash}`,
    title: `List what workloads in mesh ${mesh} call, for Kuma 3.0`,
    body: [
      'Kuma 3.0 closes every way out that reachableBackends do not list. This adds what DAGs declare, what is granted, and what was seen:',
      '',
      ...lists,
      '',
      'Mind that a list closes what is not on it as soon as it is rolled out, also before 3.0: add what else these workloads call.',
      '',
      'Written by Airflow Kuma.',
    ].join('\n'),
  };
}
