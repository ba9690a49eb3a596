import { FakeInventory } from '../../graph/__testUtils__/FakeInventory';
import { ask, proxy } from '../__testUtils__/ask';

/** Gives the DAG's proxy these settings of transparent proxying. */
const withSettings =
  (transparentProxying: object | undefined) => (inventory: FakeInventory) => {
    const [caller, ...rest] = inventory.snapshot!.dataplanes;
    inventory.snapshot!.mesh = {
      ...inventory.snapshot!.mesh,
      meshServices: { mode: 'Exclusive' },
    };
    inventory.snapshot!.dataplanes = [
      {
        ...caller,
        networking: { ...(caller.networking as object), transparentProxying },
      },
      ...rest,
    ];
  };
const refs = (...names: string[]) => ({
  reachableBackends: {
    refs: names.map(name => ({ kind: 'MeshService', name })),
  },
});

describe("the caller's end in an explanation", () => {
  it.each([
    ['nothing narrows it', {}, 'ok', /Nothing narrows/],
    ['the service is listed', refs('payments'), 'ok', /name payments/],
    ['the list is empty', refs(), 'problem', /leave payments out/],
    [
      'only tags are listed',
      { reachableServices: ['payments'] },
      'problem',
      /list tags only/,
    ],
    ['nothing is transparent', undefined, 'not-applicable', /nor any outbound/],
  ])('where %s', async (_name, settings, status, fact) => {
    const answer = await ask(withSettings(settings));
    expect(answer.link('way-out')).toMatchObject({
      status,
      fact: expect.stringMatching(fact),
    });
  });

  it('comes before the permission, and says what to add where', async () => {
    const answer = await ask(withSettings(refs('ledger')));
    const ids = answer.chain.map(({ id }) => id);
    expect(ids.indexOf('way-out')).toBeLessThan(ids.indexOf('policies'));
    expect(answer.outcome).toBe('deny');
    expect(answer.sentence).toMatch(
      /may not call payments .*: reachableBackends of airflow-orders leave payments out\.$/,
    );
    // Named where no labels single it out, which 3.0 will not take.
    expect(answer.link('way-out').details).toEqual(
      expect.arrayContaining([
        {
          label: 'add to reachableBackends.refs',
          value: '{ kind: MeshService, name: payments }',
        },
        {
          label: 'before 3.0',
          value: expect.stringContaining('references by labels only'),
        },
      ]),
    );
    expect(answer.remedies.map(({ text }) => text).join()).toMatch(
      /kuma.io\/reachable-backends/,
    );
  });

  it('refers to the service by labels where they single it out', async () => {
    const answer = await ask(inventory => {
      withSettings(refs('ledger'))(inventory);
      const [payments] = inventory.snapshot!.meshServices;
      inventory.snapshot!.meshServices = [
        {
          ...payments,
          labels: { 'kuma.io/display-name': 'payments' },
        },
      ];
    });
    expect(answer.link('way-out').details).toContainEqual({
      label: 'add to reachableBackends.refs',
      value:
        '{ kind: MeshService, labels: { kuma.io/display-name: payments } }',
    });
  });

  it('is as open as the least open proxy', async () => {
    const answer = await ask(inventory => {
      withSettings({})(inventory);
      const [caller, ...rest] = inventory.snapshot!.dataplanes;
      inventory.snapshot!.dataplanes = [
        caller,
        {
          ...caller,
          name: 'airflow-orders-2',
          networking: {
            ...(caller.networking as object),
            transparentProxying: refs(),
          },
        },
        ...rest,
      ];
      inventory.proxyFacts.push(
        proxy('airflow-orders-2', {
          labels: { app: 'airflow-orders' },
          uriSans: inventory.proxyFacts[0].uriSans,
        }),
      );
    });
    expect(answer.link('way-out')).toMatchObject({
      status: 'problem',
      fact: expect.stringContaining('1 of 2 proxies have none.'),
    });
  });
});
