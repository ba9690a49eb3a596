import { company } from './company';
import { Random } from './Random';

/** What random policies may be made of. */
export type PolicyWorld = {
  mesh: string;
  /** URI SANs that live proxies show. */
  identities: string[];
  dialects: Dialect[];
  /** Kuma 3.0 takes fewer kinds of `targetRef`, and no names. */
  onlyLabels: boolean;
};

export type Dialect = 'rules' | 'from' | 'traffic-permission';

export type RandomPolicy = {
  type: string;
  mesh: string;
  name: string;
  [field: string]: unknown;
};

const KEYS = ['team', 'env'] as const;
// `ghost` and `void` belong to no workload.
const SERVICES = [...company.map(spec => spec.name), 'payments-db', 'ghost'];

/** One to four policies, whose names do not tell the order of their making. */
export function randomPolicies(
  random: Random,
  world: PolicyWorld,
): RandomPolicy[] {
  let count = 0;
  return random.some(4, () => {
    const name = `${random.pick(['a', 'm', 'z'])}-${count++}`;
    const dialect = random.pick(world.dialects);
    if (dialect === 'traffic-permission') {
      return {
        type: 'TrafficPermission',
        mesh: world.mesh,
        name,
        sources: random.some(2, () => serviceMatch(random)),
        destinations: random.some(2, () => serviceMatch(random)),
      };
    }
    const targetRef = topTarget(random, world);
    const decides =
      dialect === 'rules'
        ? { rules: random.some(2, () => rule(random, world)) }
        : { from: random.some(4, () => fromItem(random)) };
    return {
      type: 'MeshTrafficPermission',
      mesh: world.mesh,
      name,
      spec: { targetRef, ...decides },
    };
  });
}

function tags(random: Random): Record<string, string> {
  const keys = random.some(2, () => random.pick(KEYS));
  return Object.fromEntries(
    keys.map(key => {
      const values = company.map(spec => spec.labels![key]);
      return [key, random.pick([...values, 'void'])];
    }),
  );
}

function serviceMatch(random: Random) {
  const service = random.chance(0.4) ? '*' : random.pick(SERVICES);
  const more = random.chance(0.4) ? tags(random) : {};
  return { match: { 'kuma.io/service': service, ...more } };
}

function serviceTarget(random: Random) {
  return random.pick([
    () => ({ kind: 'Mesh' }),
    () => ({ kind: 'MeshSubset', tags: tags(random) }),
    () => ({ kind: 'MeshService', name: random.pick(SERVICES) }),
    () => ({
      kind: 'MeshServiceSubset',
      name: random.pick(SERVICES),
      tags: tags(random),
    }),
  ])();
}

function topTarget(random: Random, world: PolicyWorld) {
  const dataplane = () => {
    const selector = random.pick([
      () => ({}),
      () => ({ labels: tags(random) }),
      () => ({ labels: { app: random.pick(SERVICES) } }),
      () => (world.onlyLabels ? {} : { name: random.pick(SERVICES) }),
    ])();
    const section = random.pick(['http', 'db', 'ghost']);
    return {
      kind: 'Dataplane',
      ...selector,
      ...(random.chance(0.4) && { sectionName: section }),
    };
  };
  return world.onlyLabels || random.chance(0.6)
    ? random.pick([dataplane, dataplane, () => ({ kind: 'Mesh' })])()
    : serviceTarget(random);
}

function fromItem(random: Random) {
  const action = random.pick(['Allow', 'Deny', 'AllowWithShadowDeny']);
  return { targetRef: serviceTarget(random), default: { action } };
}

function rule(random: Random, world: PolicyWorld) {
  const matches = () => random.some(3, () => match(random, world));
  const lists = random.pick([
    ['allow'],
    ['allow'],
    ['deny'],
    ['allow', 'deny'],
    ['allowWithShadowDeny'],
    ['allow', 'deny', 'allowWithShadowDeny'],
  ]);
  return { default: Object.fromEntries(lists.map(list => [list, matches()])) };
}

function match(random: Random, world: PolicyWorld) {
  const service = random.pick(['payments', 'ledger']);
  const port = random.pick(['80', '90', 'http', 'db']);
  const sni = {
    type: 'Exact',
    value: `sni.msvc.${world.mesh}.zone-1.${service}.${port}`,
  };
  if (random.chance(0.1)) {
    return { sni };
  }
  return {
    spiffeID: spiffeId(random, world),
    ...(random.chance(0.15) && { sni }),
  };
}

function spiffeId(random: Random, world: PolicyWorld) {
  const whole = random.chance(0.1)
    ? 'spiffe://elsewhere.mesh.local/workload/orders'
    : random.pick(world.identities);
  if (random.chance(0.6)) {
    return { type: 'Exact', value: whole };
  }
  // Cut anywhere behind the scheme, but not behind a slash: Kuma refuses that.
  const cut = whole.slice(0, random.between('spiffe://a'.length, whole.length));
  return { type: 'Prefix', value: cut.replace(/\/+$/, '') };
}
