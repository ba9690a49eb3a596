/** A mesh as the address names it. */
export function meshKey(mesh: { controlPlane: string; mesh: string }): string {
  return `${mesh.controlPlane}/${mesh.mesh}`;
}
