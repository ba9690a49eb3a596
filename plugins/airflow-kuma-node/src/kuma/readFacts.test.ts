import { recorded } from '../__testUtils__/recorded';
import { K2, K3, setUpKuma } from '../__testUtils__/setUpKuma';
import { ControlPlaneFacts } from './types';

describe('readFacts', () => {
  const setup = setUpKuma();
  const { lines, kuma } = setup;

  it.each<[string, Partial<ControlPlaneFacts>]>([
    [
      K2,
      {
        version: '2.14.3',
        dialects: ['rules', 'from', 'traffic-permission'],
        writable: true,
      },
    ],
    [K3, { version: '3.0.0-preview', dialects: ['rules'], writable: true }],
  ])('of %s', async (system, expected) => {
    const facts = await kuma(system).facts();
    expect(facts).toMatchObject(expected);
    expect(facts.deployment).toEqual({
      mode: 'zone',
      environment: 'universal',
      zone: 'zone-1',
      federated: false,
      systemNamespace: 'kuma-system',
    });
    expect(facts.kinds.MeshService).toEqual({
      path: 'meshservices',
      readOnly: false,
      meshed: true,
    });
  });

  it('tells a read-only API without trying', async () => {
    const client = kuma();
    setup.upstream.on('GET /_resources', recorded(K2, 'readonly-_resources'));
    expect((await client.facts()).writable).toBe(false);
  });

  it('knows no rules before there were identities', async () => {
    const client = kuma();
    const { resources } = recorded(K2, 'get__resources').body as {
      resources: { name: string }[];
    };
    setup.upstream.on('GET /_resources', {
      body: {
        resources: resources.filter(
          ({ name }) => name !== 'MeshIdentity' && name !== 'Workload',
        ),
      },
    });
    const facts = await client.facts();
    expect(facts.dialects).toEqual(['from', 'traffic-permission']);
    expect(facts.kinds.Workload).toBeUndefined();
  });

  it('is asked again after an upgrade', async () => {
    const client = kuma(K2);
    setup.upstream.on(
      'GET /traffic-permissions',
      recorded(K2, 'get_meshes_default_traffic-permissions'),
    );
    await client.facts();
    await client.list('TrafficPermission');
    expect(lines().at(-1)).toBe('GET /traffic-permissions');

    setup.upstream
      .on('GET /', recorded(K3, 'get'))
      .on('GET /_resources', recorded(K3, 'get__resources'));
    await client.facts();
    const before = setup.upstream.seen.length;
    await expect(client.list('TrafficPermission')).resolves.toEqual({
      rows: [],
      skipped: [],
    });
    expect(setup.upstream.seen).toHaveLength(before);
  });
});
