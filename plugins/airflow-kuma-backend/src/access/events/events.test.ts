import { AccessStray } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { AccessWorld, ANN, BEN, PLATFORM } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { createRequest } from '../requests/createRequest';
import { decideRequest } from '../requests/decideRequest';
import { revokeRequest } from '../requests/endRequest';
import { createMeter } from './createMeter';
import { createNotifier, createStrayNotifier } from './createNotifier';
import { createSignaller } from './createSignaller';

jest.setTimeout(60_000);

const stray: AccessStray = {
  controlPlane: 'eu',
  mesh: 'default',
  kind: 'MeshTrafficPermission',
  name: 'ak-stray',
  grants: ['zzzzzzzzzz'],
  answer: 'removed',
};

describe('what is told about requests', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const config = {
    breakGlass: { enabled: true, securityGroup: 'group:default/security' },
  };

  async function setUp() {
    const world = new AccessWorld(
      await migrated(databases, 'SQLITE_3'),
      config,
    );
    const sent: any[] = [];
    world.context.events.listen(
      createNotifier({
        notifications: { send: async options => void sent.push(options) },
        config: world.context.config,
        people: world.context.people,
        linkOf: id => `/airflow-kuma/access/requests/${id}`,
      }),
    );
    return { world, sent };
  }

  it('goes to approvers first, then to who asked, each with a link', async () => {
    const { world, sent } = await setUp();
    const { id } = await createRequest(
      world.context,
      world.caller(ANN),
      world.input(),
    );
    await decideRequest(world.context, world.caller(BEN), id, 'approve', {
      rationale: 'Yes',
    });
    await world.settle(3);
    expect(
      sent.map(({ recipients, payload }) => [
        recipients.entityRef,
        payload.title,
      ]),
    ).toEqual([
      [[PLATFORM], 'Access requested: orders → payments:80'],
      [[ANN], 'Approved: orders → payments:80'],
      [[ANN], 'Access is active: orders → payments:80'],
    ]);
    expect(sent[0].payload.link).toBe(`/airflow-kuma/access/requests/${id}`);
  });

  it('is loud about a break-glass', async () => {
    const { world, sent } = await setUp();
    await createRequest(
      world.context,
      world.caller(ANN),
      world.input('orders', 'payments', { breakGlass: true, duration: 'PT1H' }),
    );
    expect(sent[0]).toMatchObject({
      recipients: { entityRef: [PLATFORM, 'group:default/security'] },
      payload: {
        severity: 'critical',
        title: expect.stringContaining('Break-glass: the ann took access'),
      },
    });
  });

  it('never undoes what happened, when nobody can be told', async () => {
    const { world } = await setUp();
    world.context.events.listen(() => {
      throw new Error('no notifications backend');
    });
    const { id } = await createRequest(
      world.context,
      world.caller(ANN),
      world.input(),
    );
    expect((await world.record(id)).state).toBe('pending');
  });

  it('tells open pages that something changed, and nothing else', async () => {
    const published: unknown[] = [];
    const world = (await setUp()).world;
    world.context.events.listen(
      createSignaller({
        publish: async message => void published.push(message),
      }),
    );
    await createRequest(world.context, world.caller(ANN), world.input());
    expect(published).toEqual([
      {
        recipients: { type: 'broadcast' },
        channel: 'airflow-kuma:changes',
        message: { changed: 'access' },
      },
    ]);
  });

  it('is counted', async () => {
    const { world } = await setUp();
    const metrics = metricsServiceMock.mock();
    const counted: unknown[] = [];
    metrics.createCounter.mockReturnValue({
      add: (...args: unknown[]) => void counted.push(args),
    } as any);
    metrics.createHistogram.mockReturnValue({
      record: (value: number) => void counted.push(value),
    } as any);
    const gauges: Record<string, (result: any) => Promise<void>> = {};
    metrics.createObservableGauge.mockImplementation(
      (name: string) =>
        ({
          addCallback: (callback: any) => void (gauges[name] = callback),
          removeCallback: () => {},
        } as any),
    );
    const meter = createMeter(metrics, world.context.figures);
    world.context.events.listen(meter.onRequest);
    world.context.events.listenToStrays(meter.onStray);
    const { id } = await createRequest(
      world.context,
      world.caller(ANN),
      world.input(),
    );
    world.time += 90_000;
    await decideRequest(world.context, world.caller(BEN), id, 'approve', {
      rationale: 'Yes',
    });
    expect(counted).toEqual([
      [1, { outcome: 'created', break_glass: false }],
      [1, { outcome: 'granted', break_glass: false }],
      90,
    ]);
    const observed: unknown[] = [];
    await gauges['airflow_kuma.access.live_grants']({
      observe: (value: number, labels: any) =>
        observed.push([labels.state, value]),
    });
    expect(observed).toContainEqual(['applying', 1]);
    await gauges['airflow_kuma.access.overdue_removals']({
      observe: (value: number) => observed.push(value),
    });
    expect(observed.pop()).toBe(0);

    // Ended early, and not seen to be gone: the gauge looks at the clock.
    world.time = Date.now() - 60_000;
    await revokeRequest(world.context, world.caller(BEN), id, {
      rationale: 'Done',
    });
    await gauges['airflow_kuma.access.overdue_removals']({
      observe: (value: number) => observed.push(value),
    });
    expect(observed.pop()).toBe(1);
    await world.context.events.emitStray(stray);
    expect(counted.pop()).toEqual([1, { what: 'nobody' }]);
  });

  it('counts and tells an approval once, also where it begins later', async () => {
    const { world, sent } = await setUp();
    const { id } = await createRequest(
      world.context,
      world.caller(ANN),
      world.input('orders', 'payments', { start: '2026-11-24T00:00:00Z' }),
    );
    await decideRequest(world.context, world.caller(BEN), id, 'approve', {
      rationale: 'Yes',
    });
    world.time = Date.parse('2026-11-24T00:00:01Z');
    await world.settle(3);
    expect(world.events.map(event => event.name)).toEqual([
      'created',
      'granted',
      'started',
      'active',
    ]);
    expect(sent.map(({ payload }) => payload.title)).toEqual([
      'Access requested: orders → payments:80',
      'Approved: orders → payments:80',
      'Access is active: orders → payments:80',
    ]);
  });

  it('tells who looks after the portal of permissions of nobody', async () => {
    const { world, sent } = await setUp();
    world.context.events.listenToStrays(
      createStrayNotifier({
        notifications: { send: async options => void sent.push(options) },
        config: world.context.config,
        link: '/airflow-kuma/access',
      }),
    );
    await world.context.events.emitStray(stray);
    expect(sent).toMatchObject([
      {
        recipients: { entityRef: ['group:default/security'] },
        payload: {
          title: 'A permission of no grant was removed: ak-stray',
          link: '/airflow-kuma/access',
        },
      },
    ]);
  });
});
