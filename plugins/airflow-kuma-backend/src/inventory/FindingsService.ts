import {
  LintFinding,
  lintMesh,
  MeshFinding,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InventoryReader } from '../sync/InventoryReader';

const SEVERITIES: LintFinding['severity'][] = ['error', 'warning', 'info'];

/**
 * What will surprise somebody in the permissions of all meshes, the worst
 * first. A mesh is looked through once for each of its versions.
 */
export class FindingsService {
  readonly #known = new Map<
    string,
    { revision: string; findings: LintFinding[] }
  >();

  constructor(
    private readonly inventory: Pick<
      InventoryReader,
      'meshes' | 'meshSnapshot'
    >,
  ) {}

  async all(): Promise<MeshFinding[]> {
    const meshes = await this.inventory.meshes();
    const found: MeshFinding[] = [];
    // One after the other: a large mesh takes a while, and others wait for it.
    for (const { controlPlane, mesh } of meshes) {
      for (const finding of await this.#of(controlPlane, mesh)) {
        found.push({ controlPlane, mesh, ...finding });
      }
    }
    return found.sort(
      (left, right) =>
        SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity),
    );
  }

  async #of(controlPlane: string, mesh: string): Promise<LintFinding[]> {
    const snapshot = await this.inventory.meshSnapshot({ controlPlane, mesh });
    if (!snapshot) return [];
    const key = `${controlPlane}/${mesh}`;
    const known = this.#known.get(key);
    if (known?.revision === snapshot.revision) return known.findings;
    const findings = lintMesh(snapshot);
    this.#known.set(key, { revision: snapshot.revision, findings });
    return findings;
  }
}
