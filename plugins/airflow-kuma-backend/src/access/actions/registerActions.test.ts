import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, ANN } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { AccessAuthorizer } from '../permissions/AccessAuthorizer';
import { registerActions } from './registerActions';

describe('actions', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function setUp(isAllowed = true) {
    const world = new AccessWorld(await migrated(databases, 'SQLITE_3'));
    const registry = actionsRegistryServiceMock();
    const required: string[] = [];
    registerActions({
      registry,
      context: world.context,
      authorizer: {
        require: async (_caller: unknown, permission: { name: string }) => {
          required.push(permission.name);
          if (!isAllowed) throw new Error('not allowed');
        },
      } as unknown as AccessAuthorizer,
      callerOf: async () => ({
        ...world.caller(ANN),
        via: 'plugin:scaffolder',
      }),
      urlOf: id => `https://portal.example.com/airflow-kuma/access/${id}`,
    });
    const input = {
      source: world.dagRef('orders'),
      destination: world.serviceRef('payments'),
      port: 80,
      reason: 'Nightly settlement needs it',
      duration: 'P7D',
      ticket: '',
    };
    const invoke = (name: string, more: object = {}) =>
      registry.invoke({
        id: `test:${name}`,
        input: { ...input, ...more },
        credentials: mockCredentials.user(ANN),
      });
    return { world, registry, invoke, required };
  }

  it('asks, and says where to look', async () => {
    const { world, invoke, required } = await setUp();
    const { output } = (await invoke('request-access')) as any;
    expect(output).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{10}$/),
      state: 'pending',
      url: `https://portal.example.com/airflow-kuma/access/${output.id}`,
    });
    expect(required).toEqual(['airflowKuma.access.create']);
    const [created] = await world.context.audit.ofRequest(output.id);
    expect(created).toMatchObject({
      actor: ANN,
      after: { via: 'plugin:scaffolder' },
    });
    await expect(invoke('request-access')).rejects.toThrow('asked for already');
  });

  it('looks without leaving anything', async () => {
    const { world, invoke } = await setUp();
    const { output } = (await invoke('preview-access')) as any;
    expect(output).toMatchObject({
      problems: [],
      alsoGains: 0,
      loses: 0,
      approvals: ['1 of owner of payments'],
    });
    expect(output.policies[0]).toContain('workload/orders');
    expect(output.callersEnd).toEqual([]);
    expect(
      (await world.context.store.list({}, { offset: 0, limit: 10 })).total,
    ).toBe(0);
  });

  it('refuses who may not, and what is not whole', async () => {
    await expect((await setUp(false)).invoke('request-access')).rejects.toThrow(
      'not allowed',
    );
    await expect(
      (await setUp()).invoke('request-access', { port: undefined }),
    ).rejects.toThrow('port');
    await expect(
      (await setUp()).invoke('request-access', { duration: 'P1Y' }),
    ).rejects.toThrow('At most 90 days');
  });

  it('offers nothing that decides', async () => {
    const { registry } = await setUp();
    const { actions } = await registry.list();
    expect(actions.map(action => action.name).sort()).toEqual([
      'preview-access',
      'request-access',
    ]);
  });
});
