import { SourcePart } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { isUpstreamError } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { guardDrop, TOTAL_LOSS_WAIT } from './drop/guardDrop';
import { safeMessage } from './safeMessage';
import { ObjectStore } from './store/ObjectStore';
import { ReadStore } from './store/ReadStore';
import { RunStore } from './store/RunStore';
import { sourceKey, SourceRecord, SourceStore } from './store/SourceStore';
import { ObjectKey, WriteResult } from './store/types';
import { SourceDefinition, SourceReader, SourceReading } from './types';

const WORDS = { airflow: 'Airflow instance', kuma: 'Kuma control plane' };

/** One source, kept in step: reads it, guards what is stored, says how it is. */
export class SourceSync {
  readonly #options: SourceSyncOptions;

  static create(options: SourceSyncOptions): SourceSync {
    return new SourceSync(options);
  }

  private constructor(options: SourceSyncOptions) {
    this.#options = options;
  }

  get source(): SourceDefinition {
    return this.#options.source;
  }

  /**
   * Reads the source once. Never throws because of the source: a read that
   * fails changes nothing but the status.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { source, sourceStore, reader, clock, deadline } = this.#options;
    const now = clock().toISOString();
    const before = await sourceStore.get(source);
    await sourceStore.update(source, { lastAttempt: now, refresh: false });

    const timeout = AbortSignal.timeout(deadline);
    let reading: SourceReading;
    try {
      reading = await reader.read({
        now,
        memory: before.memory ?? {},
        parts: before.parts,
        version: before.version,
        writable: before.writable,
        lastSuccess: before.lastSuccess,
        deadline,
        signal: AbortSignal.any([signal, timeout]),
      });
    } catch (error) {
      // The backend stops: that says nothing about the source.
      if (signal.aborted) return;
      const message = timeout.aborted
        ? `Not read to its end within ${
            deadline / 1000
          } s; give it longer with schedule.timeout`
        : safeMessage(error);
      if (!timeout.aborted && !isUpstreamError(error)) this.#logBug(error);
      await this.#options.readStore.failed(
        sourceKey(source),
        clock().toISOString(),
      );
      await this.#report(before, { error: message });
      return;
    }

    const verdict = await this.#guard(before, reading, now);
    if (verdict.outcome === 'hold') {
      await this.#report(before, {
        lastSuccess: now,
        version: reading.version,
        writable: reading.writable,
        error: undefined,
        skipped: reading.skipped,
        parts: reading.parts,
        heldBack: verdict.heldBack,
      });
      return;
    }
    const { added, changed, removed } = await this.#store(reading, now);
    await this.#options.readStore.succeeded(sourceKey(source), now, {
      isSame:
        added + changed + removed === 0 &&
        this.#followsOn(before, reading, now),
    });
    await this.#report(before, {
      lastSuccess: now,
      version: reading.version,
      writable: reading.writable,
      error: undefined,
      skipped: reading.skipped,
      parts: reading.parts,
      heldBack: undefined,
      confirmed: false,
      memory: reading.memory,
    });
    if (added + changed + removed > 0) this.#options.onChange?.();
  }

  /** Whether nothing can have been missed since the read before. */
  #followsOn(before: SourceRecord, reading: SourceReading, now: string) {
    const { lastSuccess, error, heldBack, parts } = before;
    if (!lastSuccess || error || heldBack) return false;
    return (
      Date.parse(now) - Date.parse(lastSuccess) <= this.#options.lateAfter &&
      JSON.stringify(missingNames(parts)) ===
        JSON.stringify(missingNames(reading.parts))
    );
  }

  #logBug(error: unknown) {
    this.#options.logger.error(
      `Reading ${this.source.title} failed in our own code`,
      toError(error),
    );
  }

  async #guard(before: SourceRecord, reading: SourceReading, time: string) {
    const { source, objectStore, suddenDrop, totalLossWait } = this.#options;
    const { what, keys } = reading.guarded;
    const kind = what === 'dags' ? 'dag' : 'service';
    const stored = await objectStore.keysOf(sourceKey(source), kind);
    return guardDrop({
      what,
      before: stored
        .filter(key => !reading.keep?.(key))
        .map(key => guardedKey(key)),
      now: keys,
      share: suddenDrop,
      held: before.heldBack,
      confirmed: before.confirmed,
      totalLossWait: totalLossWait ?? TOTAL_LOSS_WAIT,
      time,
    });
  }

  async #store(reading: SourceReading, now: string): Promise<WriteResult> {
    const { source, objectStore, runStore, logger } = this.#options;
    const result = await objectStore.replace(
      sourceKey(source),
      reading.objects,
      { now, keep: reading.keep },
    );
    if (reading.runs?.length) await runStore.save(reading.runs);
    if (result.added + result.changed + result.removed > 0) {
      logger.debug(
        `${source.title}: ${result.added} added, ${result.changed} changed, ${result.removed} removed`,
      );
    }
    return result;
  }

  /** Writes the status and logs what is different from before, once. */
  async #report(before: SourceRecord, change: Partial<SourceRecord>) {
    const { source, sourceStore, logger } = this.#options;
    await sourceStore.update(source, change);
    const isOther = (a: unknown, b: unknown) =>
      JSON.stringify(a) !== JSON.stringify(b);
    const missing = missingNames(change.parts ?? before.parts);
    // A source, or a part of it, that is lost or back changes edges.
    if (
      Boolean(change.error) !== Boolean(before.error) ||
      isOther(missing, missingNames(before.parts))
    ) {
      this.#options.onChange?.();
    }
    const after = { ...before, ...change };
    const name = `${WORDS[source.kind]} "${source.name}"`;
    if (after.error && after.error !== before.error) {
      logger.warn(`${name} cannot be read, older data stands: ${after.error}`);
    } else if (!after.error && before.error) {
      logger.info(`${name} can be read again`);
    }
    if (after.heldBack && !before.heldBack) {
      const { what, from, to, until } = after.heldBack;
      logger.warn(
        `${name} dropped from ${from} to ${to} ${what}: held back until ${
          until ?? 'the next read repeats it'
        } or an admin confirms it`,
      );
    } else if (!after.heldBack && before.heldBack) {
      logger.info(`${name}: the drop in ${before.heldBack.what} is settled`);
    }
    const known = new Set(before.parts.map(problemOf));
    for (const part of after.parts) {
      const problem = problemOf(part);
      if (problem && !known.has(problem)) logger.warn(`${name}: ${problem}`);
    }
    if (after.skipped.length > 0 && isOther(after.skipped, before.skipped)) {
      const [first] = after.skipped;
      logger.warn(
        `${name}: ${after.skipped.length} items skipped, e.g. ${first.item}: ${first.reason}`,
      );
    }
  }
}

/** What a {@link SourceSync} is made of. */
export type SourceSyncOptions = {
  source: SourceDefinition;
  reader: SourceReader;
  objectStore: ObjectStore;
  sourceStore: SourceStore;
  runStore: RunStore;
  readStore: ReadStore;
  /** Milliseconds after a read by when the next should have been. */
  lateAfter: number;
  /** Share (0 to 1) above which a drop is held back. */
  suddenDrop: number;
  /** Milliseconds that a total loss is held back; default an hour. */
  totalLossWait?: number;
  /** Milliseconds that one read may take. */
  deadline: number;
  logger: LoggerService;
  clock: () => Date;
  /** Called after something different from before was stored. */
  onChange?: () => void;
};

function guardedKey({ mesh, key }: ObjectKey): string {
  return mesh ? `${mesh}/${key}` : key;
}

function missingNames(parts: SourcePart[]): string[] {
  return parts
    .filter(part => part.state !== 'read')
    .map(({ name, mesh, state }) => JSON.stringify([name, mesh, state]));
}

/** What is wrong with a part, in words; nothing where it was read well. */
function problemOf(part: SourcePart): string | undefined {
  if (!part.reason || part.state === 'not-told') return undefined;
  const where = part.mesh ? ` of mesh ${part.mesh}` : '';
  const what =
    part.state === 'failed'
      ? 'cannot be read, what was read before stands'
      : 'may not be whole';
  return `${part.name}${where} ${what}: ${part.reason}`;
}
