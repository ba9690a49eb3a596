import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { JsonObject } from '@backstage/types';
import request from 'supertest';
import { airflowKumaPlugin } from './plugin';

jest.setTimeout(120_000);

async function start(airflowKuma: JsonObject) {
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  const backend = await startTestBackend({
    features: [
      airflowKumaPlugin,
      catalogServiceMock.factory({ entities: [] }),
      logger.factory,
      mockServices.rootConfig.factory({ data: { airflowKuma } }),
    ],
  });
  const { body } = await request(backend.server).get(
    '/api/airflow-kuma/sources',
  );
  const options = await request(backend.server).get(
    '/api/airflow-kuma/access/options',
  );
  await backend.stop();
  return {
    sources: body.items as { name: string; state: string; error?: string }[],
    problems: options.body.problems as string[],
    logged: [...logger.warn.mock.calls, ...logger.error.mock.calls]
      .map(([message]) => message)
      .join('\n'),
  };
}

describe('mistakes in the config', () => {
  it('name their keys and leave the rest of the portal running', async () => {
    const { sources, logged, problems } = await start({
      airflow: {
        instances: {
          noAddress: {},
          wrongAuth: { baseUrl: 'https://a.invalid', auth: { type: 'magic' } },
          fine: { baseUrl: 'https://a.invalid' },
        },
      },
      kuma: {
        controlPlanes: {
          wrongGui: { baseUrl: 'https://k.invalid', guiUrl: 'ftp://gui' },
          wrongDriver: { baseUrl: 'https://k.invalid', driver: 7 },
          noRepository: { baseUrl: 'https://k.invalid', driver: 'git' },
        },
      },
      suddenDrop: 7,
      runRetention: 'for ever',
      identities: [{ controlPlane: 'eu' }],
      dependencies: { tagPrefix: 1, docKey: [], defaultMesh: {} },
      observed: {
        prometheus: { baseUrl: 'no address', window: 'wide' },
        accessLogs: { maxRows: 'many', retention: 'long' },
        traceUrl: 5,
      },
      access: {
        durations: { max: 'a while' },
        drift: 'ignore',
        guardrails: [{ name: 'typo', outcome: 'dny' }],
      },
      audit: { signing: { privateKey: 'not-a-key' } },
    });
    expect(sources.map(({ name, state }) => [name, state])).toEqual([
      ['noAddress', 'misconfigured'],
      ['wrongAuth', 'misconfigured'],
      ['fine', expect.stringMatching(/never|stale/)],
      ['wrongGui', 'misconfigured'],
      ['wrongDriver', 'misconfigured'],
      ['noRepository', expect.stringMatching(/never|stale/)],
    ]);
    const errors = sources.map(({ error }) => error ?? '').join('\n');
    for (const key of [
      'airflow.instances.noAddress.baseUrl',
      'airflow.instances.wrongAuth.auth.type',
      'kuma.controlPlanes.wrongGui.guiUrl',
      'kuma.controlPlanes.wrongDriver.driver',
    ]) {
      expect(errors).toContain(`airflowKuma.${key}`);
    }
    for (const key of [
      'kuma.controlPlanes.noRepository.git.repository',
      'suddenDrop',
      'runRetention',
      'identities[0].mesh',
      'dependencies.tagPrefix',
      'dependencies.docKey',
      'dependencies.defaultMesh',
      'observed.prometheus.baseUrl',
      'observed.accessLogs.maxRows',
      'observed.accessLogs.retention',
      'observed.traceUrl',
      'audit.signing.privateKey',
    ]) {
      expect(logged).toContain(`airflowKuma.${key}`);
    }
    expect(logged).not.toContain('not-a-key');
    for (const key of ['durations.max', 'drift', 'guardrails[0]']) {
      expect(problems.join('\n')).toContain(`airflowKuma.access.${key}`);
    }
  });

  it.each<[string, JsonObject]>([
    ['airflow.instances', { airflow: { instances: 'none' } }],
    ['kuma.controlPlanes', { kuma: { controlPlanes: ['eu'] } }],
    ['dependencies', { dependencies: 'tags' }],
    ['observed.prometheus', { observed: { prometheus: 'here' } }],
    ['access', { access: 'everybody' }],
    ['audit.signing', { audit: { signing: true } }],
  ])('are survived where %s is no map at all', async (key, config) => {
    const { sources, problems, logged } = await start(config);
    const all = [...sources.map(({ error }) => error), ...problems, logged];
    expect(all.join('\n')).toContain(`airflowKuma.${key}`);
  });
});
