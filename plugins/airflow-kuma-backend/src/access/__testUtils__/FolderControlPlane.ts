import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { plainMesh } from './AccessWorld';
import { FakeControlPlane } from './FakeControlPlane';

/**
 * A control plane that outlives the process that writes to it, and that
 * several write to at once: one file a policy, each written whole.
 */
export class FolderControlPlane extends FakeControlPlane {
  constructor(private readonly folder: string) {
    super(plainMesh());
    mkdirSync(folder, { recursive: true });
    this.refresh();
  }

  override refresh(): void {
    this.snapshot.meshTrafficPermissions = readdirSync(this.folder)
      .filter(file => file.endsWith('.json'))
      .sort()
      .flatMap(file => {
        try {
          return JSON.parse(readFileSync(join(this.folder, file), 'utf8'));
        } catch (error) {
          // Deleted by another since it was listed.
          if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
          throw error;
        }
      });
  }

  override policies(): KumaResource[] {
    this.refresh();
    return super.policies();
  }

  override put(policy: KumaResource): void {
    this.refresh();
    super.put(policy);
    const stored = this.snapshot.meshTrafficPermissions.find(
      other => other.name === policy.name,
    );
    const file = join(this.folder, policy.name);
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(stored));
    renameSync(`${file}.${process.pid}`, `${file}.json`);
  }

  override delete(name: string): void {
    super.delete(name);
    rmSync(join(this.folder, `${name}.json`), { force: true });
  }
}
