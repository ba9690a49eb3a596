import {
  DagIdentity,
  IdentityProxy,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagFact, InventoryReader, MeshKey } from '../../sync/InventoryReader';
import { GrantReader } from '../GrantReader';
import { createJudge } from './createJudge';
import { fingerprintOf } from './fingerprintOf';
import { GraphFacts, meshId, MeshJudge } from './GraphFacts';
import { emptyBook, ObservationBook } from './ObservationBook';
import { RunBookReader } from './RunBookReader';
import { collectSharedCalls } from '../edges/sharedCalls';

/** Ties DAGs to identities by the rules in config. */
export type IdentifyDags = (
  dags: DagFact[],
  proxies: IdentityProxy[],
) => Map<string, DagIdentity[]>;

/** Brings observations together with the identities and services they are of. */
export interface ObservationSource {
  /** Differs whenever an answer could. */
  revision(): Promise<string>;
  book(
    facts: Omit<GraphFacts, 'observations' | 'running'>,
    options?: { asOf?: string },
  ): Promise<ObservationBook>;
}

export type FactsReaderOptions = {
  inventory: InventoryReader;
  grants: GrantReader;
  identify: IdentifyDags;
  /** Absent where no telemetry is configured. */
  observations?: ObservationSource;
  defaultMesh?: string;
  traceUrl?: string;
  now?: () => Date;
};

/** Facts, and the version by which caches know them again. */
export type VersionedFacts = { version: string; facts: GraphFacts };

const PAST_KEPT = 4;

/**
 * What was before this may still be written: by a read that has started, or by
 * a collector that comes late. Longer than a read may take.
 */
const SETTLED_MS = 10 * 60_000;

/**
 * Reads what edges are built from. The newest facts are kept until something
 * changes, and those of a few past instants, which do not change any more.
 */
export class FactsReader {
  readonly #options: FactsReaderOptions;
  readonly #judges = new Map<
    string,
    { fingerprint: string; judge: MeshJudge }
  >();
  readonly #past = new Map<string, Promise<VersionedFacts>>();
  readonly #runs: RunBookReader;
  #present: { version: string; facts: Promise<VersionedFacts> } | undefined;

  constructor(options: FactsReaderOptions) {
    this.#options = options;
    this.#runs = new RunBookReader(options.inventory);
  }

  /** Version of the facts of now, without reading them. */
  async version(): Promise<string> {
    const { inventory, grants, observations } = this.#options;
    const [revision, grantRevision, observed, sources] = await Promise.all([
      inventory.revision(),
      grants.revision(),
      observations?.revision() ?? '',
      inventory.sources(),
    ]);
    const states = sources.map(({ kind, name, state }) =>
      [kind, name, state].join('='),
    );
    return [
      revision,
      grantRevision,
      observed,
      ...states,
      // Calls are told again once the runs of their minute are read.
      this.#runs.revision(sources),
    ].join(' ');
  }

  /** Whether what is known of a past instant will stay as it is. */
  isSettled(asOf: string): boolean {
    return this.#now().getTime() - Date.parse(asOf) > SETTLED_MS;
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date();
  }

  async read(options?: { asOf?: string }): Promise<VersionedFacts> {
    return options?.asOf
      ? this.#readPast(options.asOf)
      : this.#readPresent(await this.version());
  }

  async #readPresent(version: string): Promise<VersionedFacts> {
    if (this.#present?.version !== version) {
      const facts = this.#load(version);
      this.#present = { version, facts };
      facts.catch(() => {
        if (this.#present?.facts === facts) this.#present = undefined;
      });
    }
    return this.#present.facts;
  }

  async #readPast(asOf: string): Promise<VersionedFacts> {
    const key = this.isSettled(asOf)
      ? `as of ${asOf}`
      : `as of ${asOf} by ${await this.version()}`;
    const known = this.#past.get(key);
    if (known) return known;
    const facts = this.#load(key, asOf);
    this.#past.set(key, facts);
    facts.catch(() => this.#past.delete(key));
    for (const oldest of this.#past.keys()) {
      if (this.#past.size <= PAST_KEPT) break;
      this.#past.delete(oldest);
    }
    return facts;
  }

  async #load(version: string, asOf?: string): Promise<VersionedFacts> {
    const { inventory, grants, identify, observations } = this.#options;
    const options = asOf ? { asOf } : undefined;
    const [sources, dags, services, meshes, proxies, live, requests] =
      await Promise.all([
        inventory.sources(options),
        inventory.dags(options),
        inventory.services(options),
        inventory.meshes(options),
        inventory.proxyRecords(options),
        grants.liveGrants(options),
        // What was asked for at another time leads nobody on today.
        asOf ? [] : grants.openRequests(),
      ]);
    const judges = await this.#readJudges(meshes, asOf);
    const facts = {
      at: asOf ?? this.#now().toISOString(),
      sources,
      dags,
      services,
      meshes,
      judges,
      identities: identify(dags, proxies),
      proxies,
      grants: live,
      requests,
      defaultMesh: this.#options.defaultMesh,
      traceUrl: this.#options.traceUrl,
    };
    const book = observations
      ? await observations.book(facts, options)
      : emptyBook('No source of observed traffic is configured.');
    const observed = { ...facts, observations: book };
    const calls = collectSharedCalls(observed);
    const running = await this.#runs.read(calls, { dags, sources });
    return { version, facts: { ...observed, running } };
  }

  async #readJudges(meshes: MeshKey[], asOf?: string) {
    const judges = new Map<string, MeshJudge>();
    for (const key of meshes) {
      const { inventory } = this.#options;
      const snapshot = await inventory.meshSnapshot(
        key,
        asOf ? { asOf } : undefined,
      );
      if (!snapshot) continue;
      judges.set(meshId(key), this.#judgeOf(meshId(key), snapshot, asOf));
    }
    return judges;
  }

  /** A judge stays while its mesh is the same, whatever else changed. */
  #judgeOf(id: string, snapshot: MeshSnapshot, asOf?: string): MeshJudge {
    const fingerprint = fingerprintOf(snapshot);
    const known = this.#judges.get(id);
    if (known?.fingerprint === fingerprint) return known.judge;
    const judge = createJudge(snapshot);
    if (!asOf) this.#judges.set(id, { fingerprint, judge });
    return judge;
  }
}
