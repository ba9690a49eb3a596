import {
  Enforcement,
  Mesh,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * How callers of a service are checked, in words. A mesh may be permissive for
 * some of its services only, so the mode is the service's own.
 */
export function mtlsInWords(
  mesh: Pick<Mesh, 'mtls'>,
  enforcement: Pick<Enforcement, 'state'> | undefined,
): string {
  if (mesh.mtls === 'off') return 'Off: permissions are not enforced';
  const how = mesh.mtls === 'identity' ? 'MeshIdentity' : 'Mesh CA';
  switch (enforcement?.state) {
    case 'permissive':
      return `${how}, permissive: callers without a certificate pass`;
    case 'enforced':
      return `${how}, strict`;
    case 'not-enforced':
      return `${how}, but nothing checks callers of this service`;
    default:
      return how;
  }
}
