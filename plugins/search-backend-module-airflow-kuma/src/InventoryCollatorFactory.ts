import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import {
  DocumentCollatorFactory,
  IndexableDocument,
} from '@backstage/plugin-search-common';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** Documents of one source, or that it was never read so far. */
export type SourceDocuments = {
  ready: boolean;
  documents: IndexableDocument[];
};

/** What an {@link InventoryCollatorFactory} is made of. */
export type CollatorOptions = {
  type: string;
  /** Names of the sources. */
  sources: string[];
  read: (source: string) => Promise<SourceDocuments>;
  logger: LoggerService;
  /** Milliseconds to wait for sources that were never read; default a minute. */
  patience?: number;
};

const PATIENCE = 60_000;
const ASK_AGAIN = 2_000;

/**
 * Documents of one type from all sources. Where the backend does not answer
 * the run fails: the index then keeps what it had, while an index of what is
 * left would make the rest disappear from the search.
 */
export class InventoryCollatorFactory implements DocumentCollatorFactory {
  readonly type: string;
  /** Whoever may see the entity may find it. */
  readonly visibilityPermission = catalogEntityReadPermission;
  readonly #options: CollatorOptions;

  static create(options: CollatorOptions): InventoryCollatorFactory {
    return new InventoryCollatorFactory(options);
  }

  private constructor(options: CollatorOptions) {
    this.type = options.type;
    this.#options = options;
  }

  async getCollator(): Promise<Readable> {
    return Readable.from(this.#documents());
  }

  async *#documents(): AsyncGenerator<IndexableDocument> {
    const { sources, patience = PATIENCE } = this.#options;
    const until = Date.now() + patience;
    for (const source of sources) {
      yield* await this.#read(source, until);
    }
  }

  /**
   * Waits for a source that is about to be read for the first time: right
   * after the portal's first start the index would stay empty until its next
   * turn. A source that cannot be read has no documents to lose.
   */
  async #read(source: string, until: number): Promise<IndexableDocument[]> {
    const { read, logger, type } = this.#options;
    for (;;) {
      try {
        const { ready, documents } = await read(source);
        if (ready) return documents;
      } catch (thrown) {
        if (Date.now() >= until) {
          const { message } = toError(thrown);
          logger.warn(`No ${type} documents of ${source}: ${message}`);
          throw thrown;
        }
      }
      if (Date.now() >= until) return [];
      await sleep(Math.min(ASK_AGAIN, until - Date.now()));
    }
  }
}
