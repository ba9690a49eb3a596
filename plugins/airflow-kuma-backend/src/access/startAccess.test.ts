import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { airflowKumaPlugin } from '../plugin';

jest.setTimeout(60_000);

describe('access in the backend', () => {
  it('keeps time on every replica, from the start, and again within seconds', async () => {
    const scheduler = mockServices.scheduler.mock();
    await startTestBackend({
      features: [
        airflowKumaPlugin,
        catalogServiceMock.factory({ entities: [] }),
        scheduler.factory,
      ],
    });
    const [[task]] = scheduler.scheduleTask.mock.calls.filter(
      ([{ id }]) => id === 'airflow-kuma-access-reconcile',
    );
    // A task for all replicas is held by a killed one until its timeout.
    expect(task).toMatchObject({ scope: 'local', frequency: { seconds: 2 } });
    expect(task.initialDelay).toBeUndefined();
  });

  it('starts with a cluster that config names wrongly, and has no mesh to write to yet', async () => {
    const { server } = await startTestBackend({
      features: [
        airflowKumaPlugin,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({
          data: {
            airflowKuma: {
              kuma: {
                controlPlanes: {
                  k8s: {
                    baseUrl: 'http://127.0.0.1:9',
                    driver: 'kubernetes',
                    kubernetes: { cluster: 'nowhere' },
                  },
                },
              },
            },
          },
        }),
      ],
    });
    const { status, body } = await request(server).get(
      '/api/airflow-kuma/access/writers',
    );
    expect({ status, body }).toEqual({ status: 200, body: { items: [] } });
  });

  it('answers over HTTP, with nothing configured and one rule wrong', async () => {
    const { server } = await startTestBackend({
      features: [
        airflowKumaPlugin,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({
          data: {
            airflowKuma: {
              access: { guardrails: [{ name: 'typo', outcome: 'dny' }] },
            },
          },
        }),
      ],
    });
    const options = await request(server).get(
      '/api/airflow-kuma/access/options',
    );
    expect(options.body.problems).toEqual([
      'airflowKuma.access.guardrails[0]: outcome must be one of deny, allow, approvals',
    ]);
    const created = await request(server)
      .post('/api/airflow-kuma/access/requests')
      .send({
        source: { kind: 'dag', ref: 'component:default/prod.orders' },
        destination: {
          kind: 'service',
          ref: 'resource:default/eu.default.payments',
          port: 80,
        },
        reason: 'Nightly settlement',
        duration: 'P7D',
      });
    expect(created.status).toBe(400);
    expect(created.body.error.message).toContain('There is no DAG');
    const service = await request(server)
      .get('/api/airflow-kuma/access/requests')
      .set('authorization', mockCredentials.service.header());
    expect(service.body).toEqual({ items: [], total: 0 });
    const audit = await request(server).get('/api/airflow-kuma/audit');
    expect(audit.body).toEqual({ items: [], total: 0 });
    const actions = await request(server)
      .get('/api/airflow-kuma/.backstage/actions/v1/actions')
      .set('authorization', mockCredentials.service.header());
    expect(
      actions.body.actions?.map((action: any) => action.name).sort(),
    ).toEqual(['check-kuma-3-readiness', 'preview-access', 'request-access']);
  });
});
