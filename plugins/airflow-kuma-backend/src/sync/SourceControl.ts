import { NotFoundError } from '@backstage/errors';
import { SourceReference } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { SyncUrgency } from './InventoryReader';
import { SourceStore } from './store/SourceStore';
import { SourceDefinition } from './types';

/** What people and other rooms may ask of the sync, from any replica. */
export class SourceControl implements SyncUrgency {
  readonly #sources: SourceDefinition[];
  readonly #store: SourceStore;

  static create(options: {
    sources: SourceDefinition[];
    sourceStore: SourceStore;
  }): SourceControl {
    return new SourceControl(options.sources, options.sourceStore);
  }

  private constructor(sources: SourceDefinition[], store: SourceStore) {
    this.#sources = sources;
    this.#store = store;
  }

  async hurry(source: SourceReference, until: string): Promise<void> {
    const { hurryUntil } = await this.#store.get(this.#known(source));
    if (hurryUntil !== undefined && hurryUntil >= until) return;
    await this.#store.update(source, { hurryUntil: until });
  }

  /** Reads at the next occasion, which is within seconds. */
  async refresh(source: SourceReference): Promise<void> {
    await this.#store.update(this.#known(source), { refresh: true });
  }

  /** Lets a drop through that is held back now, and reads at once. */
  async confirm(source: SourceReference): Promise<void> {
    const { heldBack } = await this.#store.get(this.#known(source));
    if (!heldBack) {
      throw new NotFoundError(`Nothing of ${source.name} is held back`);
    }
    await this.#store.update(source, { confirmed: true, refresh: true });
  }

  #known(source: SourceReference): SourceDefinition {
    const known = this.#sources.find(
      each => each.kind === source.kind && each.name === source.name,
    );
    if (!known) {
      throw new NotFoundError(
        `There is no ${source.kind} source ${source.name}`,
      );
    }
    return known;
  }
}
