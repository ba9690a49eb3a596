import { FakeInventory } from '../../graph/__testUtils__/FakeInventory';
import { ask } from '../__testUtils__/ask';

const KRI = 'kri_msvc_default_zone-1__payments_';

const withSettings = (networking: object) => (inventory: FakeInventory) => {
  const [caller, ...rest] = inventory.snapshot!.dataplanes;
  const [service] = inventory.snapshot!.meshServices;
  inventory.snapshot = {
    ...inventory.snapshot!,
    mesh: {
      ...inventory.snapshot!.mesh,
      meshServices: { mode: 'Exclusive' },
    },
    dataplanes: [
      {
        ...caller,
        networking: { ...(caller.networking as object), ...networking },
      },
      ...rest,
    ],
    meshServices: [{ ...service, kri: KRI }],
  };
};
const listing = {
  transparentProxying: {
    reachableBackends: { refs: [{ kind: 'MeshService', name: 'payments' }] },
  },
};
const closed = { transparentProxying: { reachableBackends: { refs: [] } } };
const tagsOnly = { transparentProxying: { reachableServices: ['payments'] } };

const listed = [{ kri: `${KRI}http`, port: 80 }];
const others = [
  { kri: 'kri_msvc_default_zone-1__ledger_http', port: 80 },
  { kri: `${KRI}grpc`, port: 81 },
];

describe('the way out as the control plane lists it', () => {
  const told = async (
    networking: object,
    outbounds: typeof listed | undefined,
  ) =>
    (
      await ask(withSettings(networking), {
        layouts: { outbounds: async () => outbounds },
      })
    ).link('way-out-told');

  it.each([
    ['says so too', listing, listed, 'ok'],
    ['does not list it either', closed, others, 'ok'],
    ['does not list what we take for open', listing, others, 'problem'],
    ['lists what we take for closed', closed, listed, 'problem'],
    ['does not tell', listing, undefined, 'not-applicable'],
    // Measured: it lists everything for these, and Envoy has no listener.
    ['overstates tags', tagsOnly, listed, 'not-applicable'],
    ['overstates a proxy without outbounds', {}, listed, 'not-applicable'],
  ])('where it %s', async (_what, networking, outbounds, status) => {
    expect((await told(networking, outbounds)).status).toBe(status);
  });

  it('names the proxy, both verdicts, and changes no outcome', async () => {
    const { fact } = await told(listing, others);
    expect(fact).toMatch(/does not list payments for airflow-orders/);
    expect(fact).toMatch(/takes that way out for open/);
    const answer = await ask(withSettings(listing), {
      layouts: { outbounds: async () => others },
    });
    expect(answer.outcome).toBe('allow');
  });

  it('is asked of no more proxies than differ', async () => {
    const outbounds = jest.fn(async () => listed);
    await ask(withSettings(listing), { layouts: { outbounds } });
    expect(outbounds).toHaveBeenCalledTimes(1);
    expect((await ask(withSettings(listing))).link('way-out-told').status).toBe(
      'not-applicable',
    );
  });
});
