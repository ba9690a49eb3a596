import {
  airflowEntityRef,
  formerAirflowEntityRef,
  meshEntityRef,
  providerOf,
  SourcePart,
  SourceStatus,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AuthService } from '@backstage/backend-plugin-api';
import { ANNOTATION_ORIGIN_LOCATION, Entity } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { countsOf } from '../../sync/parts/countsOf';
import { InventoryReader } from '../../sync/InventoryReader';
import { VisibleEntities } from '../CatalogVisibility';

/** A round: so long an answer of the catalog is good. */
const REMEMBERED = 60_000;
const BATCH = 500;

/** An entity that has the name of one of ours, and is somebody else's. */
type Taken = { ref: string; location: string };

/** A name of ours. */
type Wanted = {
  ref: string;
  /** Names under which the catalog may have it still. */
  former?: string[];
  /** Provider of the source. */
  key: string;
};

type Claims = {
  error?: string;
  /** By provider. */
  byProvider: Map<string, { total: number; ours: number; taken: Taken[] }>;
};

/**
 * Which of our names the catalog gave to somebody else: whoever comes first
 * keeps a name, and the catalog tells the other only in its log.
 */
export class CatalogClaims {
  readonly #options: ClaimsOptions;
  #known: { at: number; claims: Promise<Claims> } | undefined;

  static create(options: ClaimsOptions): CatalogClaims {
    return new CatalogClaims(options);
  }

  private constructor(options: ClaimsOptions) {
    this.#options = options;
  }

  /** The sources, each with the catalog's answer as one more part. */
  async addTo(
    sources: SourceStatus[],
    visible: VisibleEntities,
  ): Promise<SourceStatus[]> {
    const claims = await this.#claims();
    return sources.map(source => {
      if (!source.lastSuccess) return source;
      const part = partOf(source, claims, visible);
      return part ? { ...source, parts: [...source.parts, part] } : source;
    });
  }

  async #claims(): Promise<Claims> {
    const now = this.#options.clock?.() ?? Date.now();
    if (!this.#known || now - this.#known.at >= REMEMBERED) {
      const claims = this.#ask().catch(error => ({
        error: toError(error).message,
        byProvider: new Map(),
      }));
      this.#known = { at: now, claims };
    }
    return this.#known.claims;
  }

  async #ask(): Promise<Claims> {
    const { auth, catalog } = this.#options;
    const credentials = await auth.getOwnServiceCredentials();
    const wanted = await this.#wanted();
    const byProvider: Claims['byProvider'] = new Map();
    for (let start = 0; start < wanted.length; start += BATCH) {
      const batch = wanted.slice(start, start + BATCH);
      const entityRefs = batch.flatMap(({ ref, former = [] }) => [
        ref,
        ...former,
      ]);
      const { items } = await catalog.getEntitiesByRefs(
        { entityRefs, fields: ['metadata.annotations'] },
        { credentials },
      );
      const found = new Map(entityRefs.map((ref, at) => [ref, items[at]]));
      for (const { ref, former = [], key } of batch) {
        const known = byProvider.get(key) ?? { total: 0, ours: 0, taken: [] };
        byProvider.set(key, known);
        known.total += 1;
        const isOurs = (entity?: Entity) => entity && originOf(entity) === key;
        const entity = found.get(ref);
        if ([ref, ...former].some(each => isOurs(found.get(each)))) {
          known.ours += 1;
        } else if (entity) {
          known.taken.push({
            ref,
            location: originOf(entity) ?? 'somebody else',
          });
        }
      }
    }
    return { byProvider };
  }

  /** Names of ours, each with its source. */
  async #wanted(): Promise<Wanted[]> {
    const { inventory } = this.#options;
    const [sources, dags, meshes, services] = await Promise.all([
      inventory.sources(),
      inventory.dags(),
      inventory.meshes(),
      inventory.services(),
    ]);
    return [
      ...sources
        .filter(({ kind }) => kind === 'airflow')
        .map(({ name }) => ({
          ref: airflowEntityRef(name),
          former: [formerAirflowEntityRef(name)],
          key: providerOf({ kind: 'airflow', name }),
        })),
      ...dags.map(({ ref, instance }) => ({
        ref,
        key: providerOf({ kind: 'airflow', name: instance }),
      })),
      ...meshes.map(({ controlPlane, mesh }) => ({
        ref: meshEntityRef(controlPlane, mesh),
        key: providerOf({ kind: 'kuma', name: controlPlane }),
      })),
      ...services.map(({ ref, controlPlane }) => ({
        ref,
        key: providerOf({ kind: 'kuma', name: controlPlane }),
      })),
    ];
  }
}

/** What {@link CatalogClaims} is made of. */
export type ClaimsOptions = {
  auth: AuthService;
  catalog: CatalogService;
  inventory: Pick<InventoryReader, 'sources' | 'dags' | 'meshes' | 'services'>;
  /** Milliseconds since the epoch, for tests. */
  clock?: () => number;
};

function partOf(
  source: SourceStatus,
  { error, byProvider }: Claims,
  visible: VisibleEntities,
): SourcePart | undefined {
  const name = 'catalog entities';
  if (error) {
    const reason = `The catalog could not be asked: ${error}`;
    return { name, state: 'failed', reason };
  }
  const known = byProvider.get(providerOf(source));
  if (!known) return undefined;
  const { total, ours, taken } = known;
  const untold = total - ours - taken.length;
  const counts = countsOf({
    shown: ours,
    leftOut: [
      ...taken.map(() => 'its name belongs to another entity'),
      ...Array<string>(untold).fill('not in the catalog yet'),
    ],
  });
  if (taken.length === 0) return { name, state: 'read', counts };
  // Whoever may not see an entity is not told where it comes from.
  const shown = taken.find(({ ref }) => visible.has(ref));
  const others = taken.length > 1 ? `, and ${taken.length - 1} more` : '';
  return {
    name,
    state: 'read',
    reason: shown
      ? `${shown.ref} belongs to ${shown.location}, so the catalog does not take ours from ${source.title}${others}.`
      : `The catalog gave ${counted(
          taken.length,
          'name',
        )} of it to other entities.`,
    advice:
      'Rename or remove the other entity, or give this source another key in the configuration. The catalog is offered ours again within a quarter of an hour.',
    counts,
  };
}

/** Who provided an entity: people may write annotations of ours on theirs. */
function originOf({ metadata }: Entity): string | undefined {
  return metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION];
}
