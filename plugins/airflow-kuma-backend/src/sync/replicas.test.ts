import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  defaultMesh,
  KumaStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { Knex } from 'knex';
import request from 'supertest';
import { databaseIds } from '../access/__testUtils__/databases';
import { airflowKumaPlugin } from '../plugin';

jest.setTimeout(120_000);

const WATCHED_SECONDS = 24;
/** Every 4 to 6 s by one; two that know nothing of each other make 8 or more. */
const MOST_READS = 7;

describe('two replicas on one database', () => {
  const databases = TestDatabases.create({ ids: databaseIds });
  let kuma: KumaStandIn;

  beforeAll(async () => {
    kuma = await startKumaStandIn({ version: '2.14.3', meshes: [defaultMesh] });
  });

  afterAll(async () => {
    await kuma.stop();
  });

  const startReplica = (knex: Knex) =>
    startTestBackend({
      features: [
        airflowKumaPlugin,
        catalogServiceMock.factory(),
        schedulerServiceFactory,
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => ({ getClient: async () => knex }),
        }),
        mockServices.rootConfig.factory({
          data: {
            airflowKuma: {
              kuma: {
                controlPlanes: {
                  eu: {
                    baseUrl: kuma.url,
                    schedule: {
                      frequency: { seconds: 6 },
                      timeout: { seconds: 30 },
                    },
                  },
                },
              },
            },
          },
        }),
      ],
    });

  it.each(databases.eachSupportedId())(
    'read a source as often as one, on %s',
    async id => {
      const knex = await databases.init(id);
      // One after the other: migrations take a lock of their own.
      const first = await startReplica(knex);
      const second = await startReplica(knex);
      kuma.requests.clear();
      await new Promise(resolve => setTimeout(resolve, WATCHED_SECONDS * 1000));
      const reads = kuma.requests.count(/GET \/meshes\?/);
      expect(reads).toBeGreaterThan(0);
      expect(reads).toBeLessThanOrEqual(MOST_READS);
      for (const { server } of [first, second]) {
        const { body } = await request(server).get('/api/airflow-kuma/sources');
        expect(body.items).toMatchObject([{ name: 'eu', state: 'ok' }]);
      }
      await Promise.all([first.stop(), second.stop()]);
    },
  );
});
