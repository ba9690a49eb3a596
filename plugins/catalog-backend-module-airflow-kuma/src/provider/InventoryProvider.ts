import {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { InventoryAnswer } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { problemOf } from '../entities/problemOf';
import { compareEntities } from './compareEntities';

/** What makes the providers of the two kinds of sources different. */
export type InventorySource<T extends { ready: boolean }> = {
  /** Unique and stable: the catalog removes what a renamed provider had. */
  providerName: string;
  ask: (tag: string | undefined) => Promise<InventoryAnswer<T>>;
  toEntities: (inventory: T) => Promise<Entity[]>;
};

/** Between two questions, once the first is answered. */
const PAUSE = 5_000;

/**
 * The catalog forgets what it did not take, as a name that somebody else has:
 * everything is offered again so often. It compares, and writes differences.
 */
const OFFER_AGAIN = 15 * 60_000;

/**
 * Hands the catalog what changed in one source. Everything at start, then only
 * differences; nothing at all while nothing changed, and nothing while the
 * backend does not answer or has never read the source: silence removes no
 * entity.
 */
export class InventoryProvider<T extends { ready: boolean }>
  implements EntityProvider
{
  readonly #source: InventorySource<T>;
  readonly #logger: LoggerService;
  readonly #runner: SchedulerServiceTaskRunner;
  #connection: EntityProviderConnection | undefined;
  #known: Map<string, string> | undefined;
  #tag: string | undefined;
  #failure: string | undefined;
  #askedAt = 0;
  #offeredAt = 0;
  #refused = '';

  static create<T extends { ready: boolean }>(options: {
    source: InventorySource<T>;
    logger: LoggerService;
    runner: SchedulerServiceTaskRunner;
  }): InventoryProvider<T> {
    return new InventoryProvider(options);
  }

  private constructor(options: {
    source: InventorySource<T>;
    logger: LoggerService;
    runner: SchedulerServiceTaskRunner;
  }) {
    this.#source = options.source;
    this.#runner = options.runner;
    this.#logger = options.logger.child({ target: this.getProviderName() });
  }

  getProviderName(): string {
    return this.#source.providerName;
  }

  /** A turn: often until something is known, then now and then. */
  async #turn(): Promise<void> {
    const isTime = Date.now() - this.#askedAt >= PAUSE;
    if (this.#known && !isTime) return;
    await this.refresh();
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    await this.#runner.run({
      id: `${this.getProviderName()}:refresh`,
      fn: () => this.#turn(),
    });
  }

  /** Brings the catalog up to date. Never throws: the next turn tries again. */
  async refresh(): Promise<void> {
    try {
      await this.#update();
      if (this.#failure) this.#logger.info('The inventory can be read again');
      this.#failure = undefined;
    } catch (thrown) {
      const { message } = toError(thrown);
      // Once for each change of state, not once a turn.
      if (message !== this.#failure) {
        this.#logger.warn(`Entities stay as they are: ${message}`);
      }
      this.#failure = message;
    }
  }

  async #update(): Promise<void> {
    if (!this.#connection) throw new Error('The catalog is not connected yet');
    this.#askedAt = Date.now();
    if (this.#askedAt - this.#offeredAt >= OFFER_AGAIN) {
      this.#known = undefined;
      this.#tag = undefined;
    }
    const answer = await this.#source.ask(this.#tag);
    if (!answer.changed) return;
    if (answer.inventory.ready) {
      await this.#apply(await this.#accepted(answer.inventory));
    }
    // Only now: what could not be applied must be asked for again.
    this.#tag = answer.tag;
  }

  async #apply(entities: Entity[]): Promise<void> {
    const locationKey = this.getProviderName();
    const deferred = (entity: Entity) => ({ entity, locationKey });
    const changes = compareEntities(entities, this.#known ?? new Map());
    if (!this.#known) {
      await this.#connection!.applyMutation({
        type: 'full',
        entities: entities.map(deferred),
      });
      this.#offeredAt = this.#askedAt;
    } else if (changes.added.length + changes.removed.length > 0) {
      await this.#connection!.applyMutation({
        type: 'delta',
        added: changes.added.map(deferred),
        removed: changes.removed.map(entityRef => ({ entityRef, locationKey })),
      });
    }
    this.#known = changes.known;
  }

  /** Entities that the catalog will take; the others are reported once. */
  async #accepted(inventory: T): Promise<Entity[]> {
    const accepted = new Map<string, Entity>();
    const refused: string[] = [];
    for (const entity of await this.#source.toEntities(inventory)) {
      const problem = await problemOf(entity);
      const ref = stringifyEntityRef(entity);
      if (problem) refused.push(`${ref}: ${problem}`);
      else if (accepted.has(ref)) refused.push(`${ref}: there are two of it`);
      else accepted.set(ref, entity);
    }
    const report = refused.join('\n');
    if (report && report !== this.#refused) {
      this.#logger.warn(
        `${refused.length} entities are left out, e.g. ${refused[0]}`,
      );
    }
    this.#refused = report;
    return [...accepted.values()];
  }
}
