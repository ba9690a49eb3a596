import { createHash } from 'node:crypto';

/** Names that we give. Any other is somebody's whose policy has our label. */
const OURS = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const HASH_LENGTH = 12;
const MAX_LENGTH = 60;

/**
 * The branch of a pull request. Kuma takes names that git does not: with two
 * dots, a dot at an end, `.lock`, or longer than a file's name may be.
 */
export function branchName(
  verb: 'allow' | 'end',
  place: { controlPlane: string; mesh: string },
  policy: string,
): string {
  if (OURS.test(policy)) return `airflow-kuma/${verb}-${policy}`;
  const hash = createHash('sha256')
    .update(JSON.stringify([place.controlPlane, place.mesh, policy]))
    .digest('hex')
    .slice(0, HASH_LENGTH);
  const slug = policy
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-|-$/g, '');
  return `airflow-kuma/${verb}-${slug ? `${slug}-` : ''}${hash}`;
}
