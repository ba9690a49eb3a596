import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { approve, ask } from '../__testUtils__/requests';
import { createNotifier } from '../events/createNotifier';
import { createRequest } from './createRequest';
import { previewRequest } from './previewRequest';

jest.setTimeout(60_000);
const DATA = 'group:default/data';
const SAM = 'user:default/sam';

describe('asking for the DAG of another team', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function setUp(config: object = {}) {
    const world = new AccessWorld(
      await migrated(databases, 'SQLITE_3'),
      config as any,
    );
    const sent: { to: string[]; title: string }[] = [];
    world.context.events.listen(
      createNotifier({
        notifications: {
          send: async ({ recipients, payload }) =>
            void sent.push({
              to: [
                (recipients as { entityRef: string | string[] }).entityRef,
              ].flat(),
              title: payload.title,
            }),
        },
        config: world.context.config,
        people: world.context.people,
        linkOf: id => `/${id}`,
      }),
    );
    const preview = (user: string) =>
      previewRequest(world.context, world.caller(user), world.input());
    const told = () => sent.filter(({ to }) => to.includes(DATA));
    return { world, preview, told };
  }

  it('tells its owner, unless who asks is one of them', async () => {
    const { world, preview, told } = await setUp();
    expect(await preview(ANN)).toMatchObject({
      sourceOwners: [{ ref: DATA, asks: true }],
      warnings: [],
    });
    await ask(world, ANN);
    expect(told()).toEqual([]);

    const other = await setUp();
    expect(await other.preview(SAM)).toMatchObject({
      sourceOwners: [{ ref: DATA, asks: false }],
      warnings: [
        'orders belongs to the data, who are told that it is asked for.',
      ],
      approvals: [{ approvers: ['group:default/platform'] }],
    });
    const request = await ask(other.world, SAM);
    expect(request.sourceOwners).toEqual([{ ref: DATA, asks: false }]);
    expect(other.told()).toEqual([
      {
        to: [DATA],
        title: 'the sam asked for access for your DAG: orders → payments:80',
      },
    ]);
  });

  it("needs its owner's approval where config says so", async () => {
    const { world, preview } = await setUp({ requestForOthers: 'approval' });
    expect((await preview(SAM)).approvals).toMatchObject([
      { approvers: ['group:default/platform'] },
      { title: 'owner of orders', approvers: [DATA], needed: 1 },
    ]);
    const { id } = await ask(world, SAM);
    await approve(world, BEN, id);
    expect((await world.record(id)).state).toBe('pending');
    await approve(world, ANN, id);
    expect((await world.record(id)).state).toBe('applying');
    expect((await preview(ANN)).approvals).toHaveLength(1);
  });

  it('is never let through by a guardrail without that approval', async () => {
    const { world } = await setUp({
      requestForOthers: 'approval',
      guardrails: [{ name: 'open', outcome: 'allow' }],
    });
    const { state, approvals } = await ask(world, SAM);
    expect([state, approvals.map(set => set.approvers)]).toEqual([
      'pending',
      [[DATA]],
    ]);
  });

  it('tells nobody where config says that it is free', async () => {
    const { world, preview, told } = await setUp({ requestForOthers: 'free' });
    expect((await preview(SAM)).warnings).toEqual([
      'orders belongs to the data.',
    ]);
    await ask(world, SAM);
    expect(told()).toEqual([]);
  });

  it('looks at the person for whom a service asks', async () => {
    const { world } = await setUp({
      requestOnBehalf: [{ subject: 'external:bot', owners: [BEN] }],
    });
    const bot = {
      ...world.caller(BEN),
      user: undefined,
      service: 'external:bot',
      ownershipRefs: [],
    };
    const askFor = (user: string) =>
      createRequest(world.context, bot, {
        ...world.input(),
        onBehalfOf: user,
      });
    expect((await askFor(ANN)).sourceOwners).toEqual([
      { ref: DATA, asks: true },
    ]);
  });
});
