import { createAirflowClient } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { Entity } from '@backstage/catalog-model';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { AirflowServer } from '../harness/AirflowServer';
import { countMutations } from '../portal/countMutations';
import { brokenFile, dagFile } from '../portal/dagFile';
import { eventually } from '../portal/eventually';
import { Portal } from '../portal/Portal';
import { refsOf } from '../portal/refsOf';
import { describeEntities } from './describeEntities';
import { ExpectedAirflow } from './expected';

/** A turn of the catalog module and some reads of the source. */
const SOME_TURNS = 8_000;
const PASSWORD = 'reader';

/** Sync and the catalog module against real Airflows, entity by entity. */
export function describePortal(
  airflows: ExpectedAirflow[],
  running: (instance: string) => AirflowServer,
) {
  describe('the portal against real Airflow', () => {
    const portal = new Portal();
    let mutations: EntityProviderMutation[];

    const instances = (password: string) =>
      Object.fromEntries(
        airflows.map(({ instance, api }) => [
          instance,
          {
            title: `Live ${api}`,
            baseUrl: running(instance).url,
            auth: {
              type: api === 'v2' ? 'password' : 'basic',
              username: 'reader',
              password,
            },
            owners: {
              default: 'group:default/data-platform',
              rules: [
                { owner: 'team-(.+)', entityRef: 'group:default/team-$1' },
              ],
            },
            system: 'warehouse',
            schedule: { frequency: { seconds: 2 }, timeout: { seconds: 60 } },
          },
        ]),
      );

    beforeAll(async () => {
      mutations = countMutations();
      await portal.start(instances(PASSWORD));
    });

    afterAll(async () => {
      await portal.destroy();
      jest.restoreAllMocks();
    });

    /**
     * Etags of all DAGs. An instance's own is left out: it tells its parts, and
     * so changes whenever a DAG comes or goes.
     */
    async function everything(): Promise<Record<string, string>> {
      const entities = await portal.entities('spec.type=airflow-dag');
      return Object.fromEntries(
        [...entities].map(([ref, { metadata }]) => [ref, metadata.etag!]),
      );
    }

    async function entity(instance: string, dagId: string): Promise<Entity> {
      const found = (await portal.dagEntities(instance)).get(dagId);
      if (!found) throw new Error(`No entity of ${dagId} of ${instance}`);
      return found;
    }

    const each = async (check: (airflow: ExpectedAirflow) => Promise<void>) => {
      await Promise.all(airflows.map(check));
    };

    describeEntities({ airflows, running, portal, entity });

    it('tells the catalog nothing while nothing changes', async () => {
      const before = mutations.length;
      const reads = await lastSuccesses();
      await sleep(SOME_TURNS);
      expect(mutations.slice(before)).toEqual([]);
      await each(async ({ instance }) => {
        const { lastSuccess } = await portal.source(instance);
        expect(lastSuccess! > reads.get(instance)!).toBe(true);
      });
    });

    it('sees DAGs that are added', async () => {
      const before = await everything();
      await each(async ({ instance }) => {
        running(instance).writeDag('added.py', dagFile('added', 'First'));
      });
      running('live-3').writeDag('moving.py', dagFile('moving', 'On its way'));
      await eventually(async () => {
        expect(Object.keys(await everything()).sort()).toEqual(
          [
            ...Object.keys(before),
            'component:default/live-2.added',
            'component:default/live-3.added',
            'component:default/live-3.moving',
          ].sort(),
        );
      });
      expect(await everything()).toMatchObject(before);
    });

    it('sees edits, pausing, and a DAG that moves to another instance', async () => {
      const before = await everything();
      const since = mutations.length;
      await each(async ({ instance }) => {
        const server = running(instance);
        server.writeDag('added.py', dagFile('added', 'Second'));
        await server.setPaused('child', true);
      });
      running('live-2').writeDag('moving.py', dagFile('moving', 'On its way'));
      running('live-3').removeDag('moving.py');
      await eventually(async () => {
        await each(async ({ instance }) => {
          const added = await entity(instance, 'added');
          expect(added.metadata.description).toBe('Second');
          const child = await portal.dag(await entity(instance, 'child'));
          expect(child.dag.isPaused).toBe(true);
        });
        const after = await everything();
        expect(after).toHaveProperty(['component:default/live-2.moving']);
        expect(after).not.toHaveProperty(['component:default/live-3.moving']);
      });
      // Nothing but what was touched; whether a DAG is paused is no matter of
      // the catalog.
      const after = await everything();
      const untouched = Object.keys(before).filter(
        ref => !/\.(added|moving)$/.test(ref),
      );
      for (const ref of untouched) expect(after[ref]).toBe(before[ref]);
      expect(refsOf(mutations.slice(since))).toEqual([
        'component:default/live-2.added',
        'component:default/live-2.moving',
        'component:default/live-3.added',
        'component:default/live-3.moving',
      ]);
    });

    it('shows the import error of a DAG whose file broke, and keeps the DAG', async () => {
      const before = await everything();
      await each(async ({ instance }) => {
        running(instance).writeDag('added.py', brokenFile());
      });
      await eventually(async () => {
        await each(async ({ instance }) => {
          const { dag } = await portal.dag(await entity(instance, 'added'));
          expect(dag.hasImportErrors).toBe(true);
          expect(dag.importError).toContain('broken by hand');
        });
      });
      expect(await everything()).toEqual(before);
    });

    it('sees that the file of a DAG is gone', async () => {
      await each(async ({ instance }) => {
        running(instance).removeDag('added.py');
      });
      await eventually(async () => {
        const after = await everything();
        expect(Object.keys(after).filter(ref => /added$/.test(ref))).toEqual(
          [],
        );
      });
    });

    it('loses nothing while the servers are down, and says how old it is', async () => {
      const before = await everything();
      const since = mutations.length;
      await each(({ instance }) => running(instance).stop());
      await eventually(async () => {
        await each(async ({ instance }) => {
          expect(await portal.source(instance)).toMatchObject({
            state: 'stale',
            error: expect.stringContaining('could not connect'),
          });
        });
      });
      await sleep(SOME_TURNS);
      expect(await everything()).toEqual(before);
      await each(async airflow => {
        const { instance } = airflow;
        const { lastSuccess } = await portal.source(instance);
        const details = await portal.dag(await entity(instance, 'orders_etl'));
        // A read that the stop cut in two names the parts that it lacks.
        expect(details.dataAge).toMatchObject([
          { kind: 'airflow', name: instance, state: 'stale', lastSuccess },
        ]);
        expect(Date.now() - Date.parse(lastSuccess!)).toBeGreaterThan(
          SOME_TURNS,
        );
        // The client's part of it.
        await expect(clientOf(airflow).listDags()).rejects.toMatchObject({
          kind: 'unreachable',
        });
      });
      await each(({ instance }) => running(instance).start());
      await eventually(async () => {
        await each(async ({ instance }) => {
          expect(await portal.source(instance)).toMatchObject({ state: 'ok' });
        });
      });
      await each(async airflow => {
        expect(
          (await clientOf(airflow).listDags()).rows.length,
        ).toBeGreaterThan(airflow.dags - 1);
      });
      await sleep(SOME_TURNS);
      expect(await everything()).toEqual(before);
      expect(mutations.slice(since)).toEqual([]);
    });

    it('keeps everything with wrong credentials, and goes on with right ones', async () => {
      const allRead = () =>
        eventually(async () => {
          await each(async ({ instance }) => {
            const source = await portal.source(instance);
            expect(source.state).toBe('ok');
            expect(source.error).toBeUndefined();
          });
        });
      await allRead();
      await sleep(SOME_TURNS);
      const before = await everything();
      await portal.stop();
      await portal.start(instances('no-such-password'));
      await eventually(async () => {
        await each(async ({ instance }) => {
          const source = await portal.source(instance);
          expect(source).toMatchObject({
            state: 'stale',
            error: expect.stringMatching(/credentials|check auth/),
          });
          expect(JSON.stringify(source)).not.toContain('no-such-password');
        });
      });
      await sleep(SOME_TURNS);
      expect(await everything()).toEqual(before);
      await portal.stop();
      await portal.start(instances(PASSWORD));
      await allRead();
      await sleep(SOME_TURNS);
      expect(await everything()).toEqual(before);
    });

    async function lastSuccesses(): Promise<Map<string, string>> {
      const all = airflows.map(async ({ instance }) => {
        const { lastSuccess } = await portal.source(instance);
        return [instance, lastSuccess!] as const;
      });
      return new Map(await Promise.all(all));
    }

    function clientOf({ api, instance }: ExpectedAirflow) {
      return createAirflowClient({
        name: instance,
        baseUrl: running(instance).url,
        uiUrl: running(instance).url,
        auth: {
          type: api === 'v2' ? 'password' : 'basic',
          username: 'reader',
          password: PASSWORD,
        },
        timeoutMilliseconds: 15_000,
        maxConcurrentRequests: 4,
      });
    }
  });
}
