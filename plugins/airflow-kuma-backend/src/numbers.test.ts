// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- what the pages count, held against what the routes do
import { countStates } from '../../airflow-kuma/src/edges/countStates';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- likewise
import { toCsv } from '../../airflow-kuma/src/graph/exports/toCsv';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- likewise
import { toMermaid } from '../../airflow-kuma/src/graph/exports/toMermaid';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- likewise
import {
  statesInWords,
  worstInWords,
} from '../../airflow-kuma/src/graph/canvas/groupWords';
import { EDGE_STATES } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { findDisagreements } from './__testUtils__/findDisagreements';
import { serveWorld } from './__testUtils__/serveWorld';
import { startDemo, until } from './__testUtils__/startDemo';

jest.setTimeout(400_000);

const page = { countStates, statesInWords, toCsv, toMermaid, worstInWords };

describe('the numbers of the demo company', () => {
  let demo: Awaited<ReturnType<typeof startDemo>>;

  beforeAll(async () => {
    demo = await startDemo();
  });

  afterAll(async () => {
    await demo?.stop();
  });

  it('are the same wherever they stand', async () => {
    const graph = () => demo.get('graph?grouping=none&limit=1000');
    await until(graph, ({ totals }) =>
      EDGE_STATES.every(state => totals?.states[state]),
    );
    // The company goes on: what changed while it was walked proves nothing.
    const { found: disagreements } = await until(
      async () => {
        const before = await graph();
        const found = await findDisagreements(demo.get, page);
        const after = await graph();
        const isSame =
          JSON.stringify(before.totals) === JSON.stringify(after.totals);
        return { found, isSame };
      },
      answer => answer.isSame || answer.found.length === 0,
    );
    expect(disagreements).toEqual([]);
  });
});

describe('the numbers of made-up companies', () => {
  const sizes = {
    dags: 60,
    services: 30,
    proxies: 150,
    permissions: 80,
    edges: 150,
  };

  it.each([1, 2, 3])(
    'are the same wherever they stand, company %d',
    async seed => {
      expect(
        await findDisagreements(serveWorld({ sizes, seed }), page),
      ).toEqual([]);
    },
  );

  it('are the same for who may not see everything', async () => {
    const visible = {
      has: (ref: string) => !/[37]$/.test(ref),
      key: 'some',
    };
    const ask = serveWorld({ sizes, seed: 4, visible });
    const all = await serveWorld({ sizes, seed: 4 })('graph');
    expect((await ask('graph')).totals.edges).toBeLessThan(all.totals.edges);
    expect(await findDisagreements(ask, page)).toEqual([]);
  });
});
