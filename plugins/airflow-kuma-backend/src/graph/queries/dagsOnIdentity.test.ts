import { IdentityProxy } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagFact, Held, ProxyRecord } from '../../sync/InventoryReader';
import { dag } from '../__testUtils__/facts';
import { spiffe } from '../__testUtils__/resources';
import { identifyDags } from '../facts/identifyDags';
import { dagsOnIdentity } from './dagsOnIdentity';

const where = { controlPlane: 'eu', mesh: 'default' };
const rules = [
  { ...where, match: { tag: 'labels' }, dataplaneLabels: { app: 'airflow' } },
  { ...where, match: { tag: 'pool' }, spiffeId: spiffe('pool') },
  { ...where, spiffeId: spiffe('other') },
];
const day = (number: number) => `2026-01-0${number}T00:00:00.000Z`;
const version = (
  dagId: string,
  tags: string[],
  from: number,
  to?: number,
): Held<DagFact> => ({
  value: dag(dagId, { tags }),
  validFrom: day(from),
  ...(to && { validTo: day(to) }),
});

function ask(dags: Held<DagFact>[], proxies: Partial<IdentityProxy>[] = []) {
  return dagsOnIdentity(
    {
      inventory: {
        dagVersions: async () => dags,
        proxyVersions: async () =>
          proxies.map(proxy => ({
            value: { ...where, labels: {}, ...proxy } as ProxyRecord,
            validFrom: day(1),
          })),
      },
      identify: (facts, records) => identifyDags(rules, facts, records),
    },
    { ...where, uriSans: [spiffe('pool')], from: day(1), to: day(9) },
  );
}

describe('dagsOnIdentity', () => {
  it('finds all on the identity, also one that is gone or runs elsewhere by now', async () => {
    const found = await ask([
      version('stays', ['pool'], 1),
      version('gone', ['pool'], 1, 2),
      version('moved', ['pool'], 1, 3),
      version('moved', [], 3),
      version('never', [], 1),
    ]);
    expect(found.map(({ dagId, spans }) => [dagId, spans])).toEqual([
      ['stays', [{ from: day(1) }]],
      ['gone', [{ from: day(1), to: day(2) }]],
      ['moved', [{ from: day(1), to: day(3) }]],
    ]);
    expect(found[0].uriSans).toEqual([spiffe('pool')]);
  });

  it('joins versions that follow each other, and keeps gaps', async () => {
    const [{ spans }] = await ask([
      version('a', ['pool'], 1, 2),
      version('a', ['pool', 'more'], 2, 3),
      version('a', [], 3, 4),
      version('a', ['pool'], 4),
    ]);
    expect(spans).toEqual([{ from: day(1), to: day(3) }, { from: day(4) }]);
  });

  it('knows proxies by their labels, and no other mesh', async () => {
    const dags = [version('a', ['labels'], 1)];
    const proxy = {
      name: 'worker',
      status: 'online' as const,
      labels: { app: 'airflow' },
      uriSans: [spiffe('pool')],
    };
    expect(await ask(dags, [proxy])).toHaveLength(1);
    expect(await ask(dags, [{ ...proxy, mesh: 'legacy' }])).toEqual([]);
    expect(await ask(dags, [{ ...proxy, labels: {} }])).toEqual([]);
  });
});
