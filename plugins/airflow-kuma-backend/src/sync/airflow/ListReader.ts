import { SourceStatus } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowClient,
  AirflowVersion,
  isUpstreamError,
  Listing,
  RawAsset,
  RawDag,
  RawDagDependency,
  RawImportError,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { PartName, PartRead, ReadParts } from '../parts/ReadParts';
import { skippedOf } from '../parts/skippedOf';
import { ObjectStore } from '../store/ObjectStore';
import { ReadOptions } from '../types';
import { storedImportError } from './importErrors';
import { PARTS } from './parts';

/** The list without which there is no inventory, and who told it. */
export type DagList = Listing<RawDag> & {
  version: AirflowVersion;
  /** It may miss items: what is not on it is not gone. */
  isDoubted: boolean;
};

/** The lists beside the DAGs, as they are told now or were last. */
export type ListsBeside = {
  importErrors: RawImportError[];
  /** Import errors as they are told now; absent where they are not. */
  importErrorsTold: Listing<RawImportError> | undefined;
  /** Absent where they never were told. */
  assets: RawAsset[] | undefined;
  /** All assets are known, so that what rests on others is gone. */
  isAssetsKnown: boolean;
  /** Absent where it never was told. */
  graph: RawDagDependency[] | undefined;
  /** Absent where they are not told now. */
  versions: Awaited<ReturnType<AirflowClient['dagVersions']>>;
  skipped: SourceStatus['skipped'];
};

/** Reads the lists of an instance, each a part of its own. */
export class ListReader {
  readonly #client: AirflowClient;
  readonly #store: ObjectStore;

  constructor(options: { client: AirflowClient; store: ObjectStore }) {
    this.#client = options.client;
    this.#store = options.store;
  }

  /** The list of DAGs. Throws where it does not come. */
  async dags(parts: ReadParts, options: ReadOptions): Promise<DagList> {
    const told = await parts.read(PARTS.version, signal =>
      this.#client.version({ signal }),
    );
    const { signal } = options;
    const list = await this.#client.listDags({ signal }).catch(error => {
      // Not even a version there: the address is wrong, which that error says.
      throw isUpstreamError(told.error, 'not-found') ? told.error : error;
    });
    parts.succeed(PARTS.dags);
    return {
      ...list,
      version: told.value ?? versionOf(options.version),
      isDoubted: parts.doubt(PARTS.dags, list.doubt),
    };
  }

  /** The lists beside it, all at once. */
  async beside(
    parts: ReadParts,
    options: { source: string; versionsSince: string },
  ): Promise<ListsBeside> {
    const [importErrors, assets, graph, versions] = await Promise.all([
      parts.read(PARTS.importErrors, signal =>
        this.#client.listImportErrors({ signal }),
      ),
      parts.read(PARTS.assets, signal => this.#client.listAssets({ signal })),
      parts.read(PARTS.dependencies, signal =>
        this.#client.dagDependencies({ signal }),
      ),
      parts.read(PARTS.versions, signal =>
        this.#client.dagVersions(options.versionsSince, { signal }),
      ),
    ]);
    const isDoubted = (part: PartName, read: PartRead<Listing<unknown>>) =>
      read.state === 'read' && parts.doubt(part, read.value?.doubt);
    const isErrorsDoubted = isDoubted(PARTS.importErrors, importErrors);
    const isAssetsDoubted = isDoubted(PARTS.assets, assets);
    return {
      importErrors:
        importErrors.value && !isErrorsDoubted
          ? importErrors.value.rows
          : await this.#withStored(options.source, importErrors.value),
      importErrorsTold:
        importErrors.state === 'read' ? importErrors.value : undefined,
      assets: assets.value?.rows,
      isAssetsKnown: assets.value !== undefined && !isAssetsDoubted,
      graph: graph.value,
      versions: versions.state === 'read' ? versions.value : undefined,
      skipped: [importErrors, assets].flatMap(({ state, value }) =>
        state === 'read' && value ? skippedOf(value) : [],
      ),
    };
  }

  /** Import errors of before stand while the list may not be whole. */
  async #withStored(
    source: string,
    listing: Listing<RawImportError> | undefined,
  ): Promise<RawImportError[]> {
    const found = await this.#store.dataOf(source, 'dag', storedImportError);
    const rows = listing?.rows ?? [];
    const files = new Set(rows.map(({ file }) => file));
    const stored = [...found.values()].flat();
    return [...rows, ...stored.filter(({ file }) => !files.has(file))];
  }
}

/** The version as it was last told; the newest where it never was. */
function versionOf(version = 'unknown'): AirflowVersion {
  return { version, api: /^[012]\./.test(version) ? 'v1' : 'v2' };
}
