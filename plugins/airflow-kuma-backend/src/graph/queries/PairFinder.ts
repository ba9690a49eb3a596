import {
  DagIdentity,
  bothEnds,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';
import { GraphFacts, meshId, MeshJudge } from '../facts/GraphFacts';
import { Caller } from './openPorts';
import { PermittedPairs, Reach, reachKey } from './PermittedPairs';
import { Slices } from './Slices';

/** Verdicts that one search asks for at most; a mesh that needs more is not counted. */
const MOST_VERDICTS = 1_000_000;

/** What was found out about one version of a mesh. */
type MeshPairs = {
  /** The list it was found for, as the inventory handed it out. */
  allServices: ServiceFact[];
  /** Those of the mesh. */
  services: ServiceFact[];
  selected: Map<string, ServiceFact[]>;
  bases: Map<string, Set<string>>;
  reaches: Map<string, Reach>;
};

/**
 * Finds which pairs the mesh permits, beside other work: with thousands of
 * identities and services it takes longer than anybody should wait for a
 * picture. What did not change is not asked about again.
 */
export class PairFinder {
  readonly #signal: AbortSignal | undefined;
  readonly #known = new WeakMap<MeshJudge, MeshPairs>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options?: { signal?: AbortSignal }) {
    this.#signal = options?.signal;
  }

  /** One search after the other. `undefined` where it would take too much. */
  find(facts: GraphFacts): Promise<PermittedPairs | undefined> {
    const found = this.#last.then(() => this.#search(facts));
    this.#last = found.catch(() => undefined);
    return found;
  }

  async #search(facts: GraphFacts): Promise<PermittedPairs | undefined> {
    const work = new Slices(MOST_VERDICTS, { signal: this.#signal });
    // Whoever asked first waits for a picture, not for this.
    await work.pause();
    const reaches = new Map<string, Reach>();
    for (const [id, judge] of facts.judges) {
      const pairs = await this.#pairsOf(judge, facts, id, work);
      if (!pairs) return undefined;
      for (const [key, { uriSans, proxies }] of identitiesOf(
        facts,
        id,
        judge,
      )) {
        let reach = pairs.reaches.get(key);
        if (!reach) {
          reach = await reachOf(judge, pairs, { key, uriSans, proxies }, work);
          if (!reach) return undefined;
          pairs.reaches.set(key, reach);
        }
        reaches.set(key, reach);
      }
    }
    return new PermittedPairs(reaches);
  }

  async #pairsOf(
    judge: MeshJudge,
    facts: GraphFacts,
    id: string,
    work: Slices,
  ): Promise<MeshPairs | undefined> {
    const known = this.#known.get(judge);
    if (known?.allServices === facts.services) return known;
    const inMesh = facts.services.filter(service => meshId(service) === id);
    const selected = await servicesByPolicy(judge, inMesh, work);
    if (!selected) return undefined;
    const pairs: MeshPairs = {
      allServices: facts.services,
      services: inMesh,
      selected,
      bases: new Map(),
      reaches: new Map(),
    };
    this.#known.set(judge, pairs);
    return pairs;
  }
}

/**
 * What all with the same prefixes may call is asked once; then only services
 * of policies that name this very caller.
 */
async function reachOf(
  judge: MeshJudge,
  { services, selected, bases }: MeshPairs,
  { key, uriSans, proxies }: Required<Caller> & { key: string },
  work: Slices,
): Promise<Reach | undefined> {
  const { mentions } = judge;
  const plus = new Set<string>();
  const minus = new Set<string>();
  const baseKey = mentions.complete
    ? `${mentions.prefixKey(uriSans)} ${judge.wayOutClass(proxies)}`
    : key;
  let base = bases.get(baseKey);
  if (!base) {
    const like = mentions.complete ? unnamed(uriSans) : uriSans;
    base = await openTo(judge, { uriSans: like, proxies }, services, work);
    if (!base) return undefined;
    bases.set(baseKey, base);
  }
  if (!mentions.complete) return { base, plus, minus };
  const affected = new Set(
    [...mentions.policiesNaming(uriSans)].flatMap(
      policy => selected.get(policy) ?? [],
    ),
  );
  const open = await openTo(judge, { uriSans, proxies }, [...affected], work);
  if (!open) return undefined;
  for (const { ref } of affected) {
    if (open.has(ref) && !base.has(ref)) plus.add(ref);
    if (!open.has(ref) && base.has(ref)) minus.add(ref);
  }
  return { base, plus, minus };
}

/** An identity with the same prefixes that nobody names: policies compare whole texts. */
function unnamed(uriSans: string[]): string[] {
  return uriSans.map(uriSan => `${uriSan}\u0000`);
}

async function openTo(
  judge: MeshJudge,
  { uriSans, proxies }: Required<Caller>,
  services: ServiceFact[],
  work: Slices,
): Promise<Set<string> | undefined> {
  const open = new Set<string>();
  for (const { ref, kind, name, ports } of services) {
    const numbers = ports.length ? ports.map(({ port }) => port) : [undefined];
    if (!(await work.spend(numbers.length))) return undefined;
    const may = numbers.some(port => {
      const destination = { kind, name, port };
      const { verdict } = judge.judgeOnce({ uriSans }, destination);
      return (
        verdict.enforced === 'allow' &&
        bothEnds('allow', judge.callerWayOut(proxies, destination)).outcome ===
          'allow'
      );
    });
    if (may) open.add(ref);
  }
  return open;
}

/** Which policies select a service does not depend on who calls. */
async function servicesByPolicy(
  judge: MeshJudge,
  services: ServiceFact[],
  work: Slices,
): Promise<Map<string, ServiceFact[]> | undefined> {
  const selected = new Map<string, ServiceFact[]>();
  for (const service of services) {
    if (!(await work.spend(1))) return undefined;
    const { kind, name } = service;
    const { inbounds } = judge.judgeOnce({ uriSans: [] }, { kind, name });
    const policies = new Set(
      inbounds.flatMap(({ verdict }) =>
        verdict.selectedBy.map(policy => `${policy.kind} ${policy.name}`),
      ),
    );
    for (const policy of policies) {
      const known = selected.get(policy);
      if (known) known.push(service);
      else selected.set(policy, [service]);
    }
  }
  return selected;
}

function identitiesOf(facts: GraphFacts, mesh: string, judge: MeshJudge) {
  const found = new Map<string, DagIdentity>();
  for (const identities of facts.identities.values()) {
    for (const identity of identities) {
      const key = reachKey(identity, judge);
      if (key && `${identity.controlPlane}/${identity.mesh}` === mesh) {
        found.set(key, identity);
      }
    }
  }
  return found;
}
