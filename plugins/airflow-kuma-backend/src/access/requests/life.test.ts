import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AccessWorld,
  ANN,
  BEN,
  EVE,
  PLATFORM,
} from '../__testUtils__/AccessWorld';
import { databaseIds, migrated } from '../__testUtils__/databases';
import { Reconciler } from '../reconcile/Reconciler';
import { createRequest } from './createRequest';
import { decideRequest } from './decideRequest';
import { revokeRequest, withdrawRequest } from './endRequest';

jest.setTimeout(60_000);

describe('the life of a request', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  describe.each(databases.eachSupportedId())('%p', (databaseId: any) => {
    let world: AccessWorld;
    beforeEach(async () => {
      world = new AccessWorld(await migrated(databases, databaseId));
    });
    const request = () =>
      createRequest(world.context, world.caller(ANN), world.input());

    it('goes from request to approval to proof to revoke to gone', async () => {
      const { id } = await request();
      expect(await world.record(id)).toMatchObject({
        state: 'pending',
        requester: ANN,
        sourceName: 'orders',
        destinationName: 'payments:80',
        guardrail: { name: 'default', outcome: 'approvals' },
        approvals: [{ approvers: [PLATFORM], needed: 1, approvedBy: [] }],
      });
      await world.settle(1);
      expect(world.controlPlane.ours()).toEqual([]);

      await decideRequest(world.context, world.caller(BEN), id, 'approve', {
        rationale: 'Agreed',
      });
      expect(await world.record(id)).toMatchObject({ state: 'applying' });
      await world.reconciler.pass();
      expect(world.controlPlane.writes).toEqual([
        { action: 'put', name: expect.stringMatching(/^ak-payments-80-/) },
      ]);
      expect(await world.record(id)).toMatchObject({
        state: 'applying',
        appliedBy: 'plugin:airflow-kuma',
        progress:
          'Written; waiting for the mesh to show it (0 of 1 policy seen).',
      });
      expect(world.hurried).toContain('eu');

      world.sync();
      await world.reconciler.pass();
      expect(await world.record(id)).toMatchObject({
        state: 'active',
        confirmation: 'Acknowledged by the one proxy of the destination.',
      });
      expect(world.allows('orders', 'payments')).toBe(true);
      expect(world.allows('billing', 'payments')).toBe(false);

      await revokeRequest(world.context, world.caller(EVE), id, {
        rationale: 'No longer',
      });
      await world.reconciler.pass();
      expect((await world.record(id)).state).toBe('removing');
      expect(world.allows('orders', 'payments')).toBe(false);
      world.sync();
      await world.reconciler.pass();
      expect(await world.record(id)).toMatchObject({
        state: 'revoked',
        endedBy: EVE,
        endReason: 'revoked: No longer',
      });
      expect(world.controlPlane.ours()).toEqual([]);
      expect(await world.actions(id)).toEqual([
        'access.request.created',
        'access.request.approved',
        'access.permission.applied',
        'access.grant.active',
        'access.grant.revoked',
        'access.permission.removed',
        'access.grant.removed',
      ]);
    });

    it('lets nobody decide their own, not through a group, not as an administrator', async () => {
      world.context.config.administrators = [ANN];
      const { id } = await createRequest(
        world.context,
        world.caller(BEN),
        world.input(),
      );
      const decide = (user: string) =>
        decideRequest(world.context, world.caller(user), id, 'approve', {
          rationale: 'Mine',
        });
      // Ben is in the group that owns the service.
      await expect(decide(BEN)).rejects.toThrow(
        'Nobody may approve their own request',
      );
      await expect(decide(ANN)).rejects.toThrow('one has to be approver');
      await expect(
        decideRequest(
          world.context,
          { ...world.caller(EVE), via: 'plugin:mcp-actions' },
          id,
          'approve',
          { rationale: 'For her' },
        ),
      ).rejects.toThrow('Only people decide');
      await expect(
        decideRequest(
          world.context,
          { ...world.caller(EVE), user: undefined, service: 'external:bot' },
          id,
          'approve',
          { rationale: 'Beep' },
        ),
      ).rejects.toThrow('Only people decide');
      await expect(
        decideRequest(world.context, world.caller(EVE), id, 'approve', {
          rationale: ' ',
        }),
      ).rejects.toThrow('rationale');
      await decide(EVE);
      expect((await world.record(id)).state).toBe('applying');
    });

    it('takes one of two approvals at the same time', async () => {
      const { id } = await request();
      const results = await Promise.allSettled(
        [BEN, EVE].map(user =>
          decideRequest(world.context, world.caller(user), id, 'approve', {
            rationale: 'Yes',
          }),
        ),
      );
      expect(
        results.filter(result => result.status === 'fulfilled'),
      ).toHaveLength(1);
      expect((await world.record(id)).decisions).toHaveLength(1);
      await world.settle();
      expect(world.controlPlane.writes).toHaveLength(1);
      expect(
        (await world.actions(id)).filter(
          action => action === 'access.request.approved',
        ),
      ).toHaveLength(1);
    });

    it('refuses what is open already', async () => {
      const both = await Promise.allSettled([request(), request()]);
      expect(both.filter(result => result.status === 'fulfilled')).toHaveLength(
        1,
      );
      await expect(request()).rejects.toThrow('asked for already');
    });

    it('ends at denial and at withdrawal, with the reason', async () => {
      const first = await request();
      await decideRequest(world.context, world.caller(BEN), first.id, 'deny', {
        rationale: 'Use the replica',
      });
      expect(await world.record(first.id)).toMatchObject({
        state: 'denied',
        endReason: 'denied: Use the replica',
        decisions: [
          { by: BEN, decision: 'deny', rationale: 'Use the replica' },
        ],
      });
      const second = await request();
      await expect(
        withdrawRequest(world.context, world.caller(BEN), second.id, {}),
      ).rejects.toThrow('one has to be requester');
      await withdrawRequest(world.context, world.caller(ANN), second.id, {});
      expect((await world.record(second.id)).state).toBe('withdrawn');
      await request();
    });

    it('applies once when the backend restarts between approval and apply', async () => {
      const { id } = await request();
      await decideRequest(world.context, world.caller(BEN), id, 'approve', {
        rationale: 'Agreed',
      });
      world.reconciler = new Reconciler(world.context);
      await world.settle();
      expect(world.controlPlane.writes).toEqual([
        { action: 'put', name: expect.stringMatching(/^ak-payments-80-/) },
      ]);
      expect((await world.record(id)).state).toBe('active');
    });
  });
});
