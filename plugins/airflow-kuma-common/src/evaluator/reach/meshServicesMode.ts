import { isRecord, readRecord, readString } from '../read';
import { MeshSnapshot } from '../types';
import { Capabilities } from '../version';

/** Which outbounds a mesh makes for services. */
export type MeshServicesMode =
  | 'Disabled'
  | 'Everywhere'
  | 'ReachableBackends'
  | 'Exclusive';

/** As the Mesh says it; without a word there are none for MeshServices. */
export function meshServicesMode(
  { mesh }: MeshSnapshot,
  { legacy }: Capabilities,
): MeshServicesMode {
  // 3.0 has no tags, and no mode to choose.
  if (!legacy) return 'Exclusive';
  const spec = isRecord(mesh.spec) ? readRecord(mesh.spec) : mesh;
  const settings = readRecord(spec.meshServices ?? mesh.meshServices);
  const mode = readString(settings.mode);
  return mode === 'Everywhere' ||
    mode === 'ReachableBackends' ||
    mode === 'Exclusive'
    ? mode
    : 'Disabled';
}
