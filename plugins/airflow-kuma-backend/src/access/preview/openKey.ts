import { createHash } from 'node:crypto';
import { AccessRequestInput } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import canonicalize from 'canonicalize';

/** Identity of what is asked for, whoever asks: unique among open requests. */
export function openKey(
  { source, destination }: Pick<AccessRequestInput, 'source' | 'destination'>,
  extension: boolean,
): string {
  const hash = createHash('sha256')
    .update(canonicalize({ source, destination }) as string)
    .digest('hex')
    .slice(0, 48);
  return extension ? `${hash}:extension` : hash;
}
