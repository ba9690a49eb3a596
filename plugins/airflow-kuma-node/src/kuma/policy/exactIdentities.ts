import { SourceIdentity } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RefusedPermission } from './RefusedPermission';

// SPIFFE-ID.md 2: what go-spiffe, and so Kuma, takes.
const SPIFFE_ID =
  /^spiffe:\/\/[a-z0-9._-]{1,255}(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._-]+)+$/;
const MAX_LENGTH = 2_048;

/**
 * The SPIFFE IDs to allow, each exactly. Prefixes are plain strings to Envoy
 * and let in who happens to start the same; they are never written.
 */
export function exactIdentities(sources: SourceIdentity[]): string[] {
  const live = sources.filter(({ uriSans }) => uriSans.length > 0);
  if (live.length === 0) {
    throw new RefusedPermission(
      'no-live-identity',
      'No live identity of the source is known: no proxy of it is there, or none has a certificate',
    );
  }
  const ids = new Set<string>();
  for (const { uriSans } of live) {
    if (uriSans.length > 1) {
      // Envoy compares all SANs, joined by commas, with the ID.
      throw new RefusedPermission(
        'legacy-certificate',
        `The source shows a certificate of the mesh's CA with ${uriSans.length} names, which an exact SPIFFE ID never matches; it needs a MeshIdentity`,
      );
    }
    const [id] = uriSans;
    if (!SPIFFE_ID.test(id) || id.length > MAX_LENGTH) {
      throw new RefusedPermission(
        'invalid-identity',
        `"${id}" is no SPIFFE ID that Kuma takes`,
      );
    }
    ids.add(id);
  }
  return [...ids].sort();
}
