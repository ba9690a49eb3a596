import { dagIdentities } from './dagIdentities';
import { IdentityDag, IdentityProxy, IdentityRule } from './types';

const dag: IdentityDag = {
  instance: 'prod',
  dagId: 'orders_daily',
  owners: ['team-shop'],
  owner: 'group:default/shop',
  tags: ['orders'],
  dataDomain: 'Shop & More',
  tasks: [{ taskId: 'load', queue: 'default', pool: 'default_pool' }],
};
const where = { controlPlane: 'eu', mesh: 'default' };
const proxy: IdentityProxy = {
  ...where,
  name: 'worker-1',
  labels: { team: 'shop-more' },
  status: 'online',
  uriSans: ['spiffe://default.zone-1.mesh.local/workload/shop-more'],
};
const rule: IdentityRule = {
  ...where,
  spiffeId: 'spiffe://default.zone-1.mesh.local/workload/{{ dataDomain }}',
};

describe('dagIdentities', () => {
  it('says that no rule fits', () => {
    expect(dagIdentities([], dag, [proxy])).toEqual([
      {
        state: 'none',
        reason: 'No rule in airflowKuma.identities says as what this DAG runs.',
        uriSans: [],
        proxies: [],
        taskIds: ['load'],
      },
    ]);
  });

  it('finds the live proxy of a SPIFFE ID', () => {
    expect(dagIdentities([rule], dag, [proxy])).toEqual([
      {
        ...where,
        state: 'live',
        rule: 0,
        reason: expect.stringContaining('Proxy worker-1 in eu/default'),
        uriSans: proxy.uriSans,
        proxies: ['worker-1'],
        taskIds: ['load'],
      },
    ]);
  });

  it.each([
    ['offline', { ...proxy, status: 'offline' as const }],
    ['in another mesh', { ...proxy, mesh: 'other' }],
    ['at another control plane', { ...proxy, controlPlane: 'us' }],
    ['without a certificate', { ...proxy, uriSans: [] }],
    [
      'of a longer name',
      {
        ...proxy,
        uriSans: ['spiffe://default.zone-1.mesh.local/workload/shop-more-x'],
      },
    ],
  ])('says that a proxy %s is none, and what it waits for', (_title, other) => {
    expect(dagIdentities([rule], dag, [other])).toEqual([
      {
        ...where,
        state: 'not-live',
        rule: 0,
        reason:
          'No live proxy in eu/default with the identity ' +
          'spiffe://default.zone-1.mesh.local/workload/shop-more.',
        uriSans: ['spiffe://default.zone-1.mesh.local/workload/shop-more'],
        proxies: [],
        taskIds: ['load'],
      },
    ]);
  });

  it('finds proxies by labels, one identity for each certificate', () => {
    const byLabels = {
      ...where,
      dataplaneLabels: { team: '{{ dataDomain }}' },
    };
    const second = { ...proxy, name: 'worker-2' };
    const third = {
      ...proxy,
      name: 'worker-3',
      uriSans: ['spiffe://td/other'],
    };
    const found = dagIdentities([byLabels], dag, [proxy, second, third]);
    expect(found.map(({ uriSans, proxies }) => [uriSans, proxies])).toEqual([
      [proxy.uriSans, ['worker-1', 'worker-2']],
      [['spiffe://td/other'], ['worker-3']],
    ]);
    expect(dagIdentities([byLabels], dag, [])).toMatchObject([
      { state: 'not-live', uriSans: [] },
    ]);
  });

  it('takes the first rule that fits each task', () => {
    const rules: IdentityRule[] = [
      {
        ...where,
        match: { queue: 'heavy' },
        spiffeId: 'spiffe://td/{{ queue }}',
      },
      {
        ...where,
        match: { executor: 'KubernetesExecutor' },
        spiffeId: 'spiffe://td/k8s',
      },
      { ...where, match: { pool: 'db' }, spiffeId: 'spiffe://td/{{pool|raw}}' },
    ];
    const executor =
      'airflow.providers.cncf.kubernetes.executors.KubernetesExecutor';
    const tasks = [
      { taskId: 'a', queue: 'heavy' },
      { taskId: 'b', executor },
      { taskId: 'c', pool: 'db' },
      { taskId: 'd', queue: 'default' },
      { taskId: 'e', queue: 'heavy' },
    ];
    const found = dagIdentities(rules, { ...dag, tasks }, []);
    expect(found.map(({ uriSans, taskIds }) => [uriSans[0], taskIds])).toEqual([
      ['spiffe://td/heavy', ['a', 'e']],
      ['spiffe://td/k8s', ['b']],
      ['spiffe://td/db', ['c']],
      [undefined, ['d']],
    ]);
  });

  it.each([
    [{ instance: 'prod' }, true],
    [{ instance: 'test' }, false],
    [{ dagId: 'orders_*' }, true],
    [{ dagId: '*_daily' }, true],
    [{ dagId: 'o*d*y' }, true],
    [{ dagId: 'orders' }, false],
    [{ dagId: 'orders_daily*daily' }, false],
    [{ dagId: '*.*' }, false],
    [{ tag: 'orders' }, true],
    [{ tag: 'order' }, false],
    [{ owner: 'team-shop' }, true],
    [{ owner: 'group:default/shop' }, true],
    [{ owner: 'shop' }, false],
    [{ dataDomain: 'Shop & More' }, true],
    [{ queue: 'default', pool: 'default_pool' }, true],
    [{ queue: 'default', pool: 'other' }, false],
    [{ executor: 'CeleryExecutor' }, false],
  ])('asks %j of the DAG: %s', (match, fits) => {
    const [found] = dagIdentities([{ ...rule, match }], dag, [proxy]);
    expect(found.state).toBe(fits ? 'live' : 'none');
  });

  it.each([
    [{ spiffeId: 'spiffe://td/{{ nonsense }}' }, '{{ nonsense }} is not known'],
    [{ spiffeId: 'spiffe://td/{{ executor }}' }, 'the DAG has no executor'],
    [{ spiffeId: 'spiffe://TD/x' }, 'spiffe://TD/x is not a SPIFFE ID'],
    [{ spiffeId: 'spiffe://td/{{ dagId | upper }}' }, 'is not understood'],
    [
      { dataplaneLabels: { a: '{{ executor }}' } },
      'dataplaneLabels.a: the DAG has no',
    ],
    [{ dataplaneLabels: {} }, 'neither spiffeId nor dataplaneLabels'],
    [{}, 'neither spiffeId nor dataplaneLabels'],
  ])('names the key of a rule that cannot work: %j', (wrong, reason) => {
    const [found] = dagIdentities([{ ...where, ...wrong }], dag, [proxy]);
    expect(found).toMatchObject({ state: 'none', uriSans: [], rule: 0 });
    expect(found.reason).toContain(reason);
    expect(found.reason).toContain('airflowKuma.identities[0]');
  });

  it('answers for a DAG without tasks', () => {
    expect(dagIdentities([rule], { ...dag, tasks: [] }, [proxy])).toMatchObject(
      [{ state: 'live', taskIds: [] }],
    );
  });
});
