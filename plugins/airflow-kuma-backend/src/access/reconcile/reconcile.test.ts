import {
  KUMA_LABEL_GRANTS,
  KumaResource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { permission, spiffe } from '../../graph/__testUtils__/resources';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { databaseIds, migrated } from '../__testUtils__/databases';
import { legacyMesh, trafficPermission } from '../__testUtils__/legacyMesh';
import { createRequest } from '../requests/createRequest';
import { decideRequest } from '../requests/decideRequest';
import { revokeRequest } from '../requests/endRequest';
import { listStrays } from './listStrays';
import { Reconciler } from './Reconciler';

jest.setTimeout(60_000);
const WORKLOADS = ['orders', 'billing', 'payments', 'ledger'];

describe('the reconciler', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  describe.each(databases.eachSupportedId())('%p', (databaseId: any) => {
    let knex: Knex;
    beforeEach(async () => {
      knex = await migrated(databases, databaseId);
    });
    const grant = async (
      world: AccessWorld,
      dag = 'orders',
      to = 'payments',
    ) => {
      const { id } = await createRequest(
        world.context,
        world.caller(ANN),
        world.input(dag, to),
      );
      const { impactHash } = await world.preview(dag, to);
      await decideRequest(world.context, world.caller(BEN), id, 'approve', {
        rationale: 'Yes',
        impactHash,
      });
      return id;
    };
    const granted = async (
      world: AccessWorld,
      dag = 'orders',
      to = 'payments',
    ) => {
      const id = await grant(world, dag, to);
      await world.settle(3);
      expect((await world.record(id)).state).toBe('active');
      return id;
    };
    const actions = async (world: AccessWorld, prefix: string) =>
      (
        await world.context.audit.list(
          { action: prefix },
          { offset: 0, limit: 50 },
        )
      ).items.map(record => record.action);

    it('writes nothing while nothing changes', async () => {
      const world = new AccessWorld(knex);
      await granted(world);
      world.controlPlane.writes = [];
      await world.settle(4);
      expect(world.controlPlane.writes).toEqual([]);
    });

    it.each(['deleted', 'changed'] as const)(
      'restores what somebody else %s',
      async what => {
        const world = new AccessWorld(knex, { drift: 'restore' });
        const id = await granted(world);
        const [ours] = world.controlPlane.ours();
        if (what === 'deleted') world.controlPlane.delete(ours.name);
        else {
          world.controlPlane.put({
            ...ours,
            spec: permission('x', 'payments', { allow: [spiffe('billing')] })
              .spec,
          });
        }
        world.sync();
        await world.settle(5);
        expect(world.allows('orders', 'payments')).toBe(true);
        expect(world.allows('billing', 'payments')).toBe(false);
        const record = await world.record(id);
        expect(record.state).toBe('active');
        expect(record.drift).toBeUndefined();
        expect(await world.actions(id)).toContain('access.grant.drifted');
        expect(
          world.events.filter(event => event.name === 'drifted'),
        ).toHaveLength(1);
      },
    );

    it('ends the grant of what somebody else changed, where config says so', async () => {
      const world = new AccessWorld(knex, { drift: 'end' });
      const id = await granted(world);
      world.controlPlane.delete(world.controlPlane.ours()[0].name);
      world.sync();
      await world.settle(5);
      expect(await world.record(id)).toMatchObject({
        state: 'ended-drift',
        endReason: expect.stringContaining('Somebody else deleted'),
      });
    });

    it('only reports it, once, where config says so', async () => {
      const world = new AccessWorld(knex, { drift: 'report' });
      const id = await granted(world);
      world.controlPlane.delete(world.controlPlane.ours()[0].name);
      world.sync();
      await world.settle(6);
      expect(world.allows('orders', 'payments')).toBe(false);
      expect(await world.record(id)).toMatchObject({
        state: 'active',
        drift: { what: 'deleted', answer: 'report' },
      });
      expect(
        (await world.actions(id)).filter(
          action => action === 'access.grant.drift-found',
        ),
      ).toHaveLength(1);

      const [{ after }] = (await world.context.audit.ofRequest(id)).filter(
        record => record.action === 'access.permission.applied',
      );
      world.controlPlane.put((after as { policy: KumaResource }).policy);
      world.sync();
      await world.settle(2);
      expect((await world.record(id)).drift).toBeUndefined();
      expect(await world.actions(id)).toContain('access.grant.drift-settled');
    });

    it.each(['restore', 'report'] as const)(
      'says of a grant that another policy overrules it, as long as it does: %s',
      async drift => {
        const world = new AccessWorld(knex, { drift });
        const id = await granted(world);
        world.controlPlane.put(
          permission('theirs', 'payments', { deny: [spiffe('orders')] }),
        );
        world.sync();
        await world.settle(3);
        expect(await world.record(id)).toMatchObject({
          state: 'active',
          drift: {
            what: 'overruled',
            answer: 'report',
            detail: expect.stringContaining('theirs denies this caller'),
          },
        });
        expect(
          world.events.filter(event => event.name === 'drifted'),
        ).toHaveLength(1);
        world.controlPlane.delete('theirs');
        world.sync();
        await world.settle(2);
        expect((await world.record(id)).drift).toBeUndefined();
        expect(
          (await world.actions(id)).filter(action => action.includes('drift')),
        ).toEqual(['access.grant.drift-found', 'access.grant.drift-settled']);
      },
    );

    it.each([
      ['restore', true],
      ['report', false],
    ] as const)('finds permissions of nobody: %s', async (drift, removed) => {
      const world = new AccessWorld(knex, { drift });
      const stray = permission('stray', 'payments', {
        allow: [spiffe('billing')],
      });
      world.controlPlane.put({
        ...stray,
        labels: { [KUMA_LABEL_GRANTS]: 'zzzzzzzzzz' },
      });
      world.controlPlane.put(
        permission('theirs', 'ledger', { allow: [spiffe('billing')] }),
      );
      const strays: unknown[] = [];
      world.context.events.listenToStrays(found => void strays.push(found));
      world.sync();
      expect(await listStrays(world.context)).toMatchObject([
        { name: 'stray', grants: ['zzzzzzzzzz'] },
      ]);
      await world.settle(4);
      // Another replica, later: it stays told.
      world.reconciler = new Reconciler(world.context);
      world.sync(120);
      await world.settle(2);
      expect(strays).toMatchObject([
        { name: 'stray', answer: removed ? 'removed' : 'reported' },
      ]);
      expect(await listStrays(world.context)).toHaveLength(removed ? 0 : 1);
      expect(
        world.controlPlane
          .policies()
          .map(policy => policy.name)
          .sort(),
      ).toEqual(removed ? ['theirs'] : ['stray', 'theirs']);
      expect(await actions(world, 'access.permission.')).toEqual([
        removed
          ? 'access.permission.stray-removed'
          : 'access.permission.stray-found',
      ]);
    });

    it('takes away what a write that came too late left behind, whatever config says', async () => {
      const world = new AccessWorld(knex, { drift: 'report' });
      const id = await granted(world);
      const [ours] = structuredClone(world.controlPlane.ours());
      await revokeRequest(world.context, world.caller(BEN), id, {
        rationale: 'Done',
      });
      await world.settle(3);
      expect((await world.record(id)).state).toBe('revoked');
      world.controlPlane.put(ours);
      world.sync();
      await world.reconciler.pass();
      expect(world.controlPlane.ours()).toEqual([]);
    });

    it('keeps trying while the control plane refuses, and says so', async () => {
      const world = new AccessWorld(knex);
      world.controlPlane.beforeWrite = () => {
        throw new Error('Kuma control plane "eu": 503');
      };
      const id = await grant(world);
      await world.settle(3);
      expect(await world.record(id)).toMatchObject({
        state: 'applying',
        error: 'Kuma control plane "eu": 503',
      });
      expect(
        world.events.filter(event => event.name === 'failed'),
      ).toHaveLength(1);
      world.controlPlane.beforeWrite = () => {};
      await world.settle(3);
      const record = await world.record(id);
      expect(record.state).toBe('active');
      expect(record.error).toBeUndefined();
    });

    it('says which other policy still lets it in after the end', async () => {
      const world = new AccessWorld(knex);
      const id = await granted(world);
      world.controlPlane.put(
        permission('wide', 'payments', {
          allowPrefix: ['spiffe://default.zone-1.mesh.local'],
        }),
      );
      world.sync();
      await revokeRequest(world.context, world.caller(BEN), id, {
        rationale: 'Done',
      });
      await world.settle(3);
      expect((await world.record(id)).endReason).toBe(
        'revoked: Done (still allowed by MeshTrafficPermission "wide")',
      );
    });

    it('shares one TrafficPermission among grants, carries the other along, and gives way to it', async () => {
      const theirs = trafficPermission('theirs', ['ledger'], 'payments');
      const world = new AccessWorld(knex, {}, legacyMesh(WORKLOADS, [theirs]));
      expect(world.allows('ledger', 'payments')).toBe(true);
      const first = await granted(world, 'orders');
      const second = await granted(world, 'billing');
      expect(world.controlPlane.ours()).toHaveLength(1);
      const open = () =>
        WORKLOADS.filter(
          name => name !== 'payments' && world.allows(name, 'payments'),
        );
      expect(open()).toEqual(['orders', 'billing', 'ledger']);

      // Their edit is followed: what they take away goes.
      world.controlPlane.put({ ...theirs, sources: [] });
      world.sync();
      await world.settle(3);
      expect(open()).toEqual(['orders', 'billing']);
      world.controlPlane.put(theirs);
      world.sync();
      await world.settle(3);

      await revokeRequest(world.context, world.caller(BEN), first, {
        rationale: 'Done',
      });
      await world.settle(3);
      expect(open()).toEqual(['billing', 'ledger']);
      await revokeRequest(world.context, world.caller(BEN), second, {
        rationale: 'Done',
      });
      await world.settle(3);
      expect(open()).toEqual(['ledger']);
      expect(world.controlPlane.policies()).toMatchObject([{ name: 'theirs' }]);
    });

    it('two replicas at once do no more than one, and leave nothing behind', async () => {
      const world = new AccessWorld(knex);
      const other = new AccessWorld(knex, {}, world.controlPlane.snapshot);
      // One control plane, two backends.
      other.context.drivers = world.context.drivers;
      for (let round = 0; round < 3; round++) {
        const id = await grant(world);
        await Promise.all([
          world.reconciler.pass(),
          other.reconciler.pass(),
          world.reconciler.pass(),
        ]);
        world.sync();
        other.sync();
        await Promise.all([world.reconciler.pass(), other.reconciler.pass()]);
        expect((await world.record(id)).state).toBe('active');
        expect(world.controlPlane.ours()).toHaveLength(1);
        await revokeRequest(world.context, world.caller(BEN), id, {
          rationale: 'Done',
        });
        await Promise.all([other.reconciler.pass(), world.reconciler.pass()]);
        world.sync();
        other.sync();
        await Promise.all([other.reconciler.pass(), world.reconciler.pass()]);
        expect((await world.record(id)).state).toBe('revoked');
        expect(world.controlPlane.ours()).toEqual([]);
        const done = await world.actions(id);
        expect(
          done.filter(action => action === 'access.permission.applied'),
        ).toHaveLength(1);
        expect(
          done.filter(action => action === 'access.grant.active'),
        ).toHaveLength(1);
        expect(
          done.filter(action => action === 'access.grant.removed'),
        ).toHaveLength(1);
      }
    });
  });
});
