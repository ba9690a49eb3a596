import { TestDatabases } from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { AccessWorld, ANN, BEN, PLATFORM } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { createRequest } from '../requests/createRequest';
import { decideRequest } from '../requests/decideRequest';
import { createMeter } from './createMeter';
import { createNotifier } from './createNotifier';
import { createSignaller } from './createSignaller';

jest.setTimeout(60_000);

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
        title: expect.stringContaining('Break-glass: user:default/ann'),
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
    world.context.events.listen(createMeter(metrics, world.context.figures));
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
  });
});
