import { Mesh } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** How a mesh checks callers, in words. */
export function mtlsInWords(mesh: Pick<Mesh, 'mtls' | 'mtlsMode'>): string {
  if (mesh.mtls === 'off') return 'Off: permissions are not enforced';
  const how = mesh.mtls === 'identity' ? 'MeshIdentity' : 'Mesh CA';
  if (mesh.mtlsMode === 'permissive') {
    return `${how}, permissive: callers without a certificate pass`;
  }
  return mesh.mtlsMode === 'strict' ? `${how}, strict` : how;
}
