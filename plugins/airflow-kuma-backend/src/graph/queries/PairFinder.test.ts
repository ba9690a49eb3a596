import fc from 'fast-check';
import { seesAllBut } from '../__testUtils__/FakeInventory';
import {
  calls,
  dag,
  graphFacts,
  runsAs,
  service,
} from '../__testUtils__/facts';
import {
  dataplane,
  meshService,
  permission,
  reaching,
  spiffe,
} from '../__testUtils__/resources';
import { buildEdges } from '../edges/buildEdges';
import { GraphFacts } from '../facts/GraphFacts';
import { PairFinder } from './PairFinder';

const NAMES = ['data', 'data-science', 'web', 'batch'];
const SERVICES = ['payments', 'ledger', 'vectors'].map(name => service(name));

function setOf(facts: GraphFacts) {
  const edges = buildEdges(facts);
  const byDag = new Map(
    facts.dags.map(({ ref }) => [ref, edges.filter(edge => edge.dag === ref)]),
  );
  return { version: '', facts, edges, byDag, byService: new Map() };
}

async function count(facts: GraphFacts, ...hidden: string[]) {
  const pairs = await new PairFinder().find(facts);
  return pairs?.countWithoutEdges(setOf(facts), seesAllBut(...hidden));
}

/** One pair after the other. */
function countOneByOne(facts: GraphFacts): number {
  const { edges } = setOf(facts);
  const judge = facts.judges.get('eu/default')!;
  let found = 0;
  for (const { ref } of facts.dags) {
    for (const item of facts.services) {
      const [{ uriSans, proxies }] = facts.identities.get(ref)!;
      const destination = { kind: item.kind, name: item.name, port: 80 };
      const { verdict } = judge.evaluateService({ uriSans }, destination);
      const isClosed =
        judge.callerWayOut(proxies, destination)?.state === 'closed';
      const hasEdge = edges.some(
        edge => edge.dag === ref && edge.service === item.ref,
      );
      if (verdict.enforced === 'allow' && !isClosed && !hasEdge) found += 1;
    }
  }
  return found;
}

const factsWith = (
  permissions: ReturnType<typeof permission>[],
  declares: string[] = [],
  reaches: string[][] = [],
) => {
  const dags = NAMES.map(name => dag(name, calls(...declares)));
  return graphFacts({
    dags,
    services: SERVICES,
    identities: new Map(dags.map(({ ref, dagId }) => [ref, runsAs(dagId)])),
    snapshot: {
      dataplanes: [
        ...SERVICES.map(({ name }) => dataplane(name)),
        ...reaches.map((services, index) =>
          reaching(NAMES[index], ...services),
        ),
      ],
      meshServices: SERVICES.map(({ name }) => meshService(name)),
      meshTrafficPermissions: permissions,
    },
  });
};

describe('PairFinder', () => {
  it('counts as one by one, whatever the policies', async () => {
    const rule = fc.record({
      app: fc.constantFrom('payments', 'ledger', 'vectors'),
      caller: fc.constantFrom(...NAMES),
      clause: fc.constantFrom(
        'allow' as const,
        'deny' as const,
        'allowPrefix' as const,
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { maxLength: 8 }),
        fc.subarray(['payments', 'ledger']),
        // What the proxies of the first callers let out to.
        fc.array(fc.subarray(['payments', 'vectors']), { maxLength: 3 }),
        async (rules, declares, reaches) => {
          const facts = factsWith(
            rules.map(({ app, caller, clause }, index) =>
              permission(`p${index}`, app, { [clause]: [spiffe(caller)] }),
            ),
            declares,
            reaches,
          );
          expect(await count(facts)).toBe(countOneByOne(facts));
        },
      ),
    );
  });

  it('counts only what the caller may see', async () => {
    const facts = factsWith([
      permission('all', 'payments', { allowPrefix: ['spiffe://'] }),
    ]);
    expect(await count(facts)).toBe(4);
    expect(await count(facts, facts.dags[0].ref)).toBe(3);
    expect(await count(facts, SERVICES[0].ref)).toBe(0);
  });

  it('asks nothing twice, and stops when the backend does', async () => {
    const facts = factsWith([
      permission('all', 'payments', { allowPrefix: ['spiffe://'] }),
    ]);
    const judge = facts.judges.get('eu/default')!;
    const asked = jest.spyOn(judge, 'judgeOnce');
    const finder = new PairFinder();
    await finder.find(facts);
    const first = asked.mock.calls.length;
    await finder.find({ ...facts });
    expect(asked.mock.calls.length).toBe(first);

    const stopped = new PairFinder({ signal: AbortSignal.abort() });
    expect(await stopped.find(facts)).toBeUndefined();
  });

  it('counts one by one where callers are not named by SPIFFE IDs', async () => {
    const facts = factsWith([
      permission('all', 'payments', { allow: [spiffe('web')] }),
      {
        type: 'MeshTrafficPermission',
        name: 'from',
        spec: { targetRef: { kind: 'Mesh' }, from: [] },
      },
    ]);
    expect(await count(facts)).toBe(1);
  });
});
