import { createHash } from 'crypto';

const MAX_SLUG_LENGTH = 40;

/**
 * A name that is the same for the same destination and grants: an RFC 1035
 * label (Kuma 3.0 takes no other) that people can still read.
 */
export function policyName(key: {
  mesh: string;
  /** For people. */
  title: string;
  service: string;
  port: number;
  section: string;
  grants: string[];
}): string {
  const { mesh, service, port, section, grants } = key;
  const unique = JSON.stringify([
    mesh,
    service,
    port,
    section,
    [...grants].sort(),
  ]);
  const hash = createHash('sha256').update(unique).digest('hex').slice(0, 12);
  const slug = `${key.title}-${port}`
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(-MAX_SLUG_LENGTH)
    .replace(/^-+|-+$/g, '');
  return `ak-${slug}-${hash}`;
}
