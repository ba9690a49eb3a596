import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, ANN, BEN, EVE } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { ask } from '../__testUtils__/requests';
import { reviewRequest } from './endRequest';

jest.setTimeout(60_000);
const SAM = 'user:default/sam';

describe('break-glass', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const worldOf = async (config: object = {}) =>
    new AccessWorld(await migrated(databases, 'SQLITE_3'), config as any);

  const config = {
    breakGlass: {
      enabled: true,
      maxDuration: 'PT2H',
      securityGroup: 'group:default/security',
    },
  };

  it('is immediate, short, and blocks the next until it was reviewed', async () => {
    const world = await worldOf(config);
    await expect(
      ask(world, ANN, { breakGlass: true, duration: 'PT3H' }),
    ).rejects.toThrow('At most 2 hours');
    const record = await ask(world, ANN, {
      breakGlass: true,
      duration: 'PT1H',
    });
    expect(record).toMatchObject({
      state: 'applying',
      breakGlass: true,
      approvals: [],
    });
    await world.settle(2);
    expect(world.allows('orders', 'payments')).toBe(true);
    await expect(
      ask(world, ANN, { breakGlass: true, duration: 'PT1H' }, 'billing'),
    ).rejects.toThrow('waits for its review');
    await expect(
      reviewRequest(world.context, world.caller(ANN), record.id, {
        rationale: 'Fine',
      }),
    ).rejects.toThrow('Nobody may review their own');
    await reviewRequest(world.context, world.caller(BEN), record.id, {
      rationale: 'Incident 12',
    });
    await expect(
      reviewRequest(world.context, world.caller(BEN), record.id, {
        rationale: 'Again',
      }),
    ).rejects.toThrow('no review');
    await ask(world, ANN, { breakGlass: true, duration: 'PT1H' }, 'billing');
    expect(await world.actions(record.id)).toEqual(
      expect.arrayContaining([
        'access.break-glass.created',
        'access.break-glass.reviewed',
      ]),
    );
  });

  it('does not get past a deny', async () => {
    const world = await worldOf({
      ...config,
      guardrails: [{ name: 'never', outcome: 'deny' }],
    });
    await expect(
      ask(world, ANN, { breakGlass: true, duration: 'PT1H' }),
    ).rejects.toThrow('"never" refuses it');
  });

  it("is for one's own DAGs, or for who is on call", async () => {
    const alone = await worldOf(config);
    const onCall = await worldOf({
      breakGlass: {
        ...config.breakGlass,
        onCallGroup: 'group:default/Security',
      },
    });
    const take = (world: AccessWorld, user: string) =>
      ask(world, user, { breakGlass: true, duration: 'PT1H' });
    await expect(take(alone, SAM)).rejects.toThrow(
      'Only the data may break the glass for it',
    );
    await expect(take(onCall, EVE)).rejects.toThrow(
      'Only the data or the Security may break the glass',
    );
    expect((await take(onCall, SAM)).state).toBe('applying');
    expect((await take(alone, ANN)).state).toBe('applying');
  });
});
