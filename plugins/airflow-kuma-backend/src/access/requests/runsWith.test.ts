import { DagRun } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { dag, kumaSource } from '../../graph/__testUtils__/facts';
import { spiffe } from '../../graph/__testUtils__/resources';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { databaseIds, migrated } from '../__testUtils__/databases';
import { granted } from '../__testUtils__/requests';
import { revokeRequest } from './endRequest';
import { runsWith } from './runsWith';

jest.setTimeout(60_000);

const PAGE = { offset: 0, limit: 10 };

describe('who ran what with a grant', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  describe.each(databases.eachSupportedId())('%p', (databaseId: any) => {
    let world: AccessWorld;
    const run = (
      dagId: string,
      runId: string,
      start: string,
      more?: Partial<DagRun>,
    ): DagRun => ({
      instance: 'prod',
      dagId,
      runId,
      state: 'success',
      runType: 'scheduled',
      start: `2026-11-23T${start}Z`,
      end: `2026-11-23T${start.slice(0, 6)}59Z`,
      uiUrl: `https://airflow.example.com/${runId}`,
      ...more,
    });

    beforeEach(async () => {
      world = new AccessWorld(await migrated(databases, databaseId));
      // `billing` runs in the same pool, `alone` does not.
      world.inventory.dagFacts.push(dag('alone'));
      const own = await world.context.edges.identitiesOf(
        world.dagRef('orders'),
      );
      world.identities[world.dagRef('billing')] = own;
    });
    const runs = async (id: string, user = BEN, page = PAGE) =>
      runsWith(world.context, world.caller(user), await world.record(id), page);

    it('lists the runs of every DAG on the identity, from a live grant as from an ended one', async () => {
      const id = await granted(world);
      world.inventory.runFacts = [
        run('billing', 'other', '02:00:00', { user: 'bo', runType: 'manual' }),
        run('alone', 'elsewhere', '02:00:00'),
        run('orders', 'own', '01:30:00'),
        run('orders', 'before', '00:10:00'),
      ];
      world.sync(7200);
      const live = await runs(id);
      expect(
        live.items.map(item => [item.dag, item.runId, item.requested]),
      ).toEqual([
        [world.dagRef('billing'), 'other', false],
        [world.dagRef('orders'), 'own', true],
      ]);
      expect(live).toMatchObject({
        total: 2,
        identities: [spiffe('orders')],
        hidden: { dags: 0, runs: 0 },
        limits: [],
      });
      expect(live.items[0]).toMatchObject({
        user: 'bo',
        runType: 'manual',
        identity: [spiffe('orders')],
      });
      expect(live.items[0].doubt).toBeUndefined();
      expect(live.to).toBeUndefined();

      await revokeRequest(world.context, world.caller(BEN), id, {
        rationale: 'Not needed',
      });
      await world.settle();
      expect((await world.record(id)).state).toBe('revoked');
      world.sync(7200);
      world.inventory.runFacts.unshift(run('orders', 'after', '05:00:00'));
      const ended = await runs(id);
      expect(ended.items).toEqual(live.items);
      expect(ended.from).toBe(live.from);
      expect(ended.to).toMatch(/^2026-11-23T03:/);
    });

    it('counts a permission as there until it was taken out of the mesh', async () => {
      const id = await granted(world);
      await revokeRequest(world.context, world.caller(BEN), id, {
        rationale: 'Not needed',
      });
      world.sync(600);
      world.inventory.runFacts = [run('orders', 'late', '01:05:00')];
      const { items, to } = await runs(id);
      expect(items.map(({ runId }) => runId)).toEqual(['late']);
      expect(to).toBeUndefined();
    });

    it('counts what the catalog keeps from somebody, and does not name it', async () => {
      const id = await granted(world);
      world.inventory.runFacts = [
        run('orders', 'own', '01:30:00'),
        run('billing', 'secret', '02:00:00'),
      ];
      world.sync(7200);
      world.hidden.add(world.dagRef('billing'));
      const found = await runs(id, ANN);
      expect(found).toMatchObject({ total: 1, hidden: { dags: 1, runs: 1 } });
      expect(JSON.stringify(found)).not.toMatch(/billing|secret/);
    });

    it('doubts runs from when the DAG was read as another, and says what is missing', async () => {
      const id = await granted(world);
      world.sync(7200);
      world.inventory.runFacts = [
        run('orders', 'sure', '02:30:00'),
        run('orders', 'early', '01:30:00'),
        run('billing', 'never', '01:20:00'),
      ];
      world.inventory.dagVersions = async () => [
        {
          value: world.inventory.dagFacts[0],
          validFrom: '2026-11-23T02:00:00.000Z',
        },
      ];
      world.inventory.runsKeptSince = '2026-11-23T02:10:00.000Z';
      world.context.inventory.sources = async () => [
        kumaSource({
          kind: 'airflow',
          name: 'prod',
          title: 'Airflow prod',
          state: 'stale',
          lastSuccess: undefined,
        }),
      ];
      const { items, limits, dags } = await runs(id);
      expect(items.map(item => [item.runId, item.doubt])).toEqual([
        ['sure', undefined],
        ['early', expect.stringContaining('only at another time')],
      ]);
      expect(dags.map(({ ref }) => ref)).toEqual([world.dagRef('orders')]);
      expect(limits).toEqual([
        'Runs from before 2026-11-23 02:10 UTC are not kept any more.',
        'Airflow prod cannot be read now; it was never read.',
      ]);

      world.inventory.dagVersions = async () => [];
      const [run0] = (await runs(id)).items;
      expect(run0.doubt).toContain('did not read in this time');
    });

    it('pages', async () => {
      const id = await granted(world);
      world.sync(7200);
      world.inventory.runFacts = Array.from({ length: 5 }, (_, index) =>
        run('orders', `r${index}`, `02:0${index}:00`),
      );
      const page = await runs(id, BEN, { offset: 3, limit: 5 });
      expect(page.items.map(({ runId }) => runId)).toEqual(['r3', 'r4']);
      expect(page.total).toBe(5);
    });
  });
});
