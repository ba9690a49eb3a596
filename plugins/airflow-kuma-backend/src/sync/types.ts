import {
  DagRun,
  SourcePart,
  SourceReference,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { NewObject, ObjectKey } from './store/types';

/** A source as config has it, whether or not it can be read. */
export type SourceDefinition = SourceReference & {
  title: string;
  /** Link for people. */
  uiUrl?: string;
  /** Names the config key that is wrong; such a source is never read. */
  configurationError?: string;
};

/** All that one whole read of a source gave. */
export type SourceReading = {
  version: string;
  writable?: boolean;
  /** Everything that the source has. */
  objects: NewObject[];
  /** What was read part by part. */
  parts: SourcePart[];
  /** Items that were reported and skipped. */
  skipped: SourceStatus['skipped'];
  /** Protects stored objects that were not readable this time, yet not gone. */
  keep?: (key: ObjectKey) => boolean;
  /** What must not drop suddenly: the keys that are there now. */
  guarded: { what: 'dags' | 'services'; keys: string[] };
  /** Runs that changed since the last read. */
  runs?: (DagRun & { queued?: string })[];
  /** Kept for the next read, on any replica. */
  memory?: Record<string, unknown>;
};

/** What a reader is told of its read. */
export type ReadOptions = {
  now: string;
  memory: Record<string, unknown>;
  /** Parts as the last read left them, on any replica. */
  parts: SourcePart[];
  /** Version, and whether it takes writes, as last told. */
  version?: string;
  writable?: boolean;
  /** ISO time of the last read that did not throw. */
  lastSuccess?: string;
  /** Milliseconds that the whole read may take. */
  deadline: number;
  signal: AbortSignal;
};

/**
 * Reads one source. Throws when what everything else rests on (the list of
 * DAGs, of meshes) cannot be read, and then nothing changes.
 */
export interface SourceReader {
  read(options: ReadOptions): Promise<SourceReading>;
}
