import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { ask, approve } from '../__testUtils__/requests';
import { service } from '../../graph/__testUtils__/facts';
import { permission, spiffe } from '../../graph/__testUtils__/resources';
import { assessDecision } from './decideRequest';
import { revokeRequest } from './endRequest';
import { previewRequest, toPreview } from './previewRequest';

jest.setTimeout(60_000);

describe('decisions', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const worldOf = async (config: object = {}) =>
    new AccessWorld(await migrated(databases, 'SQLITE_3'), config as any);

  it('may shorten and never widen', async () => {
    const world = await worldOf();
    const { id } = await ask(world);
    await expect(approve(world, BEN, id, { duration: 'P8D' })).rejects.toThrow(
      'never lengthen',
    );
    await approve(world, BEN, id, { duration: 'P2D' });
    expect((await world.record(id)).end).toBe('2026-11-25T01:00:00.000Z');
  });

  it('say that nobody gains where the mesh decides nothing, and that no rule denies', async () => {
    const world = await worldOf();
    const [orders, billing] = ['orders', 'billing'].map(id => world.dagRef(id));
    world.identities[orders] = [
      {
        state: 'live',
        reason: '',
        controlPlane: 'eu',
        mesh: 'default',
        uriSans: [spiffe('orders')],
        proxies: ['orders'],
        sharedWith: [billing],
        sharedBy: 2,
      },
    ];
    const openai = service('openai', {
      kind: 'MeshExternalService',
      dataplanes: [],
      dataDomain: 'finance',
    });
    world.inventory.serviceFacts.push(openai);
    world.controlPlane.snapshot.meshExternalServices.push({
      type: 'MeshExternalService',
      mesh: 'default',
      name: 'openai',
      spec: {
        match: { type: 'HostnameGenerator', port: 80, protocol: 'http' },
        endpoints: [{ address: 'api.openai.com', port: 443 }],
      },
    });
    world.sync();
    const preview = await world.preview('orders', 'openai');
    expect(preview).toMatchObject({
      current: { enforced: 'not-enforced' },
      alsoGains: [],
      stillDenies: [],
    });
    expect(preview.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('a permission would change nothing'),
    ]);
  });

  it('need the impact that the approver saw, where others are touched', async () => {
    const world = await worldOf();
    const [orders, billing] = ['orders', 'billing'].map(id => world.dagRef(id));
    // Both DAGs run on one worker pool.
    for (const [ref, other] of [
      [orders, billing],
      [billing, orders],
    ]) {
      world.identities[ref] = [
        {
          state: 'live',
          reason: '',
          controlPlane: 'eu',
          mesh: 'default',
          uriSans: [spiffe('orders')],
          proxies: ['orders'],
          sharedWith: [other],
          sharedBy: 2,
        },
      ];
    }
    const preview = await previewRequest(
      world.context,
      world.caller(ANN),
      world.input(),
    );
    expect(preview.alsoGains).toMatchObject([{ refs: [billing], total: 1 }]);
    expect(preview.impactHash).toMatch(/^[0-9a-f]{64}$/);
    const { id } = await ask(world);
    await expect(approve(world, BEN, id)).rejects.toThrow(
      '1 DAG would gain by the shared identity',
    );
    await expect(
      approve(world, BEN, id, { impactHash: 'f'.repeat(64) }),
    ).rejects.toThrow('not the current one');
    await approve(world, BEN, id, { impactHash: preview.impactHash });
    expect((await world.record(id)).state).toBe('applying');

    // More time for the same is nothing new to anybody.
    await world.settle(3);
    const more = await previewRequest(
      world.context,
      world.caller(ANN),
      world.input('orders', 'payments', { extends: id }),
    );
    expect(more).toMatchObject({
      problems: [],
      warnings: [],
      alsoGains: [],
      loses: [],
      impactHash: 'none',
    });
    const { id: extension } = await ask(world, ANN, { extends: id });
    await approve(world, BEN, extension);
    await world.settle(3);
    expect((await world.record(extension)).state).toBe('active');
  });

  it('tell what a permission does not mend, on form and preview alike', async () => {
    const world = await worldOf();
    world.obstacles = [
      { fact: 'The certificate of payments expired.', advice: 'Renew it.' },
    ];
    const preview = await world.preview('orders', 'payments');
    expect(preview).toMatchObject({ problems: [], obstacles: world.obstacles });
    const { id } = await ask(world);
    const decision = await toPreview(
      world.context,
      await assessDecision(
        world.context,
        await world.record(id),
        world.caller(BEN),
      ),
      world.caller(BEN),
    );
    expect(decision.obstacles).toEqual(world.obstacles);
  });

  it('hide from a preview the names that its reader may not see, and still count them', async () => {
    const world = await worldOf();
    const [orders, billing] = ['orders', 'billing'].map(id => world.dagRef(id));
    world.identities[orders] = [
      {
        state: 'live',
        reason: '',
        controlPlane: 'eu',
        mesh: 'default',
        uriSans: [spiffe('orders')],
        proxies: [],
        sharedWith: [billing],
        sharedBy: 2,
      },
    ];
    world.hidden.add(billing);
    const preview = await previewRequest(
      world.context,
      world.caller(ANN),
      world.input(),
    );
    expect(preview.alsoGains).toMatchObject([{ refs: [], total: 1 }]);
  });

  it('name who would still be refused, and do not let that be asked for', async () => {
    const world = await worldOf();
    world.controlPlane.put(
      permission('no-orders', 'payments', { deny: [spiffe('orders')] }),
    );
    world.sync();
    await expect(ask(world)).rejects.toThrow(
      'Other policies would still refuse it',
    );
  });

  it('hold back a grant when the mesh changed since the approval', async () => {
    const world = await worldOf();
    const { id } = await ask(world, ANN, { start: '2026-11-24T00:00:00Z' });
    await approve(world, BEN, id);
    world.identities[world.dagRef('orders')] = [
      {
        state: 'live',
        reason: '',
        controlPlane: 'eu',
        mesh: 'default',
        uriSans: [spiffe('orders')],
        proxies: [],
        sharedWith: [world.dagRef('billing')],
        sharedBy: 2,
      },
    ];
    world.time = Date.parse('2026-11-24T00:00:05Z');
    await world.settle(2);
    expect(await world.record(id)).toMatchObject({
      state: 'applying',
      error: expect.stringContaining('since the approval the mesh changed'),
    });
    expect(world.controlPlane.writes).toEqual([]);
    expect(world.events.filter(event => event.name === 'failed')).toHaveLength(
      1,
    );
  });

  it('and the end of a grant stand, where the backend takes a step in the same instant', async () => {
    const world = await worldOf();
    const { store } = world.context;
    const get = store.get.bind(store);
    const readTooSoon = (times: number) => {
      let left = times;
      jest.spyOn(store, 'get').mockImplementation(async (...args) => {
        const record = await get(...args);
        left -= 1;
        return left < 0 ? record : { ...record, version: record.version - 1 };
      });
    };
    const { id } = await ask(world);
    await approve(world, BEN, id);
    const revoke = () =>
      revokeRequest(world.context, world.caller(BEN), id, {
        rationale: 'Done',
      });

    // Whoever is always too late is told so.
    readTooSoon(Infinity);
    await expect(revoke()).rejects.toThrow('changed by somebody else');
    readTooSoon(3);
    expect(await revoke()).toMatchObject({ state: 'removing', endedBy: BEN });
    expect(await world.actions(id)).toEqual([
      'access.request.created',
      'access.request.approved',
      'access.grant.revoked',
    ]);
  });
});
