import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { plainMesh } from './AccessWorld';
import { FakeControlPlane } from './FakeControlPlane';

/** A control plane that outlives the process that writes to it. */
export class FileControlPlane extends FakeControlPlane {
  constructor(private readonly file: string) {
    super(
      existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : plainMesh(),
    );
  }

  override put(policy: KumaResource): void {
    super.put(policy);
    this.save();
  }

  override delete(name: string): void {
    super.delete(name);
    this.save();
  }

  private save(): void {
    writeFileSync(`${this.file}.new`, JSON.stringify(this.snapshot));
    renameSync(`${this.file}.new`, this.file);
  }
}
