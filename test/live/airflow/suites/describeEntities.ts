import { Entity } from '@backstage/catalog-model';
import { AirflowServer } from '../harness/AirflowServer';
import { eventually } from '../portal/eventually';
import { Portal } from '../portal/Portal';
import { ExpectedAirflow } from './expected';

/** What stands in the catalog, and behind it, of untouched DAG folders. */
export function describeEntities(context: {
  airflows: ExpectedAirflow[];
  running: (instance: string) => AirflowServer;
  portal: Portal;
  entity: (instance: string, dagId: string) => Promise<Entity>;
}) {
  const { airflows, running, portal, entity } = context;

  it.each(airflows)(
    'has an entity for each DAG of $version',
    async ({ instance, dags, odd }) => {
      await eventually(async () => {
        expect((await portal.dagEntities(instance)).size).toBe(dags);
      });
      const entities = await portal.dagEntities(instance);
      expect([...entities.keys()]).toEqual(
        expect.arrayContaining([
          ...['orders_etl', 'orders_report', 'starter', 'child'],
          ...['paused', 'mapped'],
          ...odd,
        ]),
      );
      const names = [...entities.values()].map(found =>
        found.metadata.name.toLocaleLowerCase('en-US'),
      );
      expect(new Set(names).size).toBe(dags);
      expect(entities.get('case')!.metadata.name).toBe(`${instance}.case`);
      expect(entities.get('Case')!.metadata.name).toMatch(
        new RegExp(`^${instance}\\.case\\.\\.[0-9a-f]{12}$`),
      );
      for (const dagId of odd) {
        expect((await portal.dag(entities.get(dagId)!)).dag.dagId).toBe(dagId);
      }
    },
  );

  it.each(airflows)(
    'tells in an entity what $version tells of a DAG',
    async ({ instance, api }) => {
      const { url } = running(instance);
      const link = `${url}/dags/orders_etl${api === 'v1' ? '/grid' : ''}`;
      await eventually(async () => {
        expect(await entity(instance, 'orders_etl')).toMatchObject({
          kind: 'Component',
          metadata: {
            name: `${instance}.orders_etl`,
            title: 'Orders ETL',
            description: 'Loads orders',
            tags: expect.arrayContaining([
              ...['calls:ledger', 'domain:finance', 'env:prod'],
              ...(api === 'v2' ? ['with-space-and-more'] : []),
            ]),
            labels: {
              'airflow-kuma.dev/data-domain': 'finance',
              'airflow-kuma.dev/environment': 'prod',
            },
            annotations: {
              'backstage.io/managed-by-location': `url:${link}`,
              'backstage.io/view-url': link,
              'airflow.apache.org/instance': instance,
              'airflow.apache.org/dag-id': 'orders_etl',
              'airflow.apache.org/schedule':
                expect.stringMatching(/@daily|0 0 \* \* \*/),
            },
            links: [{ url: link, title: 'Open in Airflow' }],
          },
          spec: {
            type: 'airflow-dag',
            lifecycle: 'production',
            owner: 'group:default/team-orders',
            system: 'system:default/warehouse',
            subcomponentOf: `component:default/airflow..${instance}`,
          },
          relations: expect.arrayContaining([
            {
              type: 'ownedBy',
              targetRef: 'group:default/team-orders',
            },
            {
              type: 'partOf',
              targetRef: `component:default/airflow..${instance}`,
            },
            {
              type: 'dependencyOf',
              targetRef: `component:default/${instance}.orders_report`,
            },
          ]),
        });
      });
      const raw = (await entity(instance, 'orders_etl')).metadata.annotations![
        'airflow.apache.org/tags'
      ];
      expect(raw?.includes('with space/and&more')).toBe(
        api === 'v2' ? true : undefined,
      );
      expect((await entity(instance, 'child')).spec!.owner).toBe(
        'group:default/data-platform',
      );
      expect(
        (await portal.entities(`metadata.name=airflow..${instance}`)).get(
          `component:default/airflow..${instance}`,
        ),
      ).toMatchObject({
        metadata: { title: `Live ${api}`, links: [{ url }] },
        spec: { type: 'airflow', owner: 'group:default/data-platform' },
      });
    },
  );

  it.each(airflows)(
    'relates DAGs of $version through assets, triggers and sensors',
    async ({ instance, api }) => {
      const dependsOn = async (dagId: string) =>
        (await entity(instance, dagId)).spec!.dependsOn;
      const ref = (dagId: string) => `component:default/${instance}.${dagId}`;
      const known = {
        orders_report: [ref('orders_etl')],
        // 2.x has no answer to what triggers or waits for what.
        ...(api === 'v1'
          ? { child: undefined }
          : { child: [ref('starter')], waiter: [ref('child')] }),
      };
      await eventually(async () => {
        for (const [dagId, refs] of Object.entries(known)) {
          expect(await dependsOn(dagId)).toEqual(refs);
        }
      });
    },
  );

  it.each(airflows)(
    'keeps what DAGs of $version declare though no mesh has it',
    async ({ instance, api }) => {
      await eventually(async () => {
        const { edges } = await portal.dag(
          await entity(instance, 'orders_etl'),
        );
        const declared = edges.map(edge => [
          edge.unresolved,
          edge.service,
          edge.state,
          edge.declared.map(({ via, text }) => `${via} ${text}`),
        ]);
        expect(declared).toHaveLength(api === 'v2' ? 3 : 2);
        expect(declared).toEqual(
          expect.arrayContaining([
            ['ledger', undefined, 'unknown', ['tag calls:ledger']],
            [
              'default/invoices',
              undefined,
              'unknown',
              ['doc calls: default/invoices:8080'],
            ],
            ...(api === 'v2'
              ? [
                  [
                    'default/payments',
                    undefined,
                    'unknown',
                    ['inlet x-mesh-service://default/payments'],
                  ],
                ]
              : []),
          ]),
        );
      });
    },
  );

  it.each(airflows)(
    'answers what is too big for an entity of $version',
    async ({ instance, version }) => {
      const mapped = await portal.dag(await entity(instance, 'mapped'));
      expect(mapped.dag.tasks).toEqual([
        expect.objectContaining({ taskId: 'double', isMapped: true }),
      ]);
      const paused = await portal.dag(await entity(instance, 'paused'));
      expect(paused.dag.isPaused).toBe(true);
      const orders = await portal.dag(await entity(instance, 'orders_etl'));
      expect(
        orders.dag.tasks.map(({ taskId, downstream }) => [taskId, downstream]),
      ).toEqual(
        expect.arrayContaining([
          ['extract', ['load']],
          ['load', []],
        ]),
      );
      expect(orders.downstream.map(({ dagId }) => dagId)).toEqual([
        'orders_report',
      ]);
      expect(orders.source).toMatchObject({
        state: 'ok',
        version,
        skipped: [],
      });
    },
  );
}
