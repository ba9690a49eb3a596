import {
  Explanation,
  ExplainLink,
  Proxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { FakeInventory, noGrants } from '../graph/__testUtils__/FakeInventory';
import {
  calls,
  dag,
  kumaSource,
  NOW,
  service,
} from '../graph/__testUtils__/facts';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  spiffe,
} from '../graph/__testUtils__/resources';
import { FactsReader } from '../graph/facts/FactsReader';
import { identifyDags } from '../graph/facts/identifyDags';
import { explain } from './explain';
import { Explainer } from './Explainer';

const orders = dag('orders', calls('payments'));
const payments = service('payments');
const everything = { has: () => true, key: 'all' };
const caller = spiffe('airflow-orders');
const toPayments = permission('orders-to-payments', 'payments', {
  allow: [caller],
});

function proxy(name: string, more?: Partial<Proxy>): Proxy {
  return {
    controlPlane: 'eu',
    mesh: 'default',
    name,
    labels: { app: name },
    status: 'online',
    since: '2026-11-20T00:00:00Z',
    uriSans: [spiffe(name)],
    sync: {
      sent: 10,
      acknowledged: 10,
      rejected: 0,
      lastUpdate: '2026-11-22T20:00:00Z',
      unchangedSince: '2026-11-22T20:00:00Z',
    },
    certificate: {
      expires: '2026-11-23T10:00:00Z',
      lastRegeneration: '2026-11-22T20:00:00Z',
      regenerations: 3,
      issuer: 'kri_mid_default_zone-1__identity_',
    },
    ...more,
  };
}

function setUp() {
  const inventory = new FakeInventory();
  inventory.dagFacts = [orders];
  inventory.serviceFacts = [payments];
  inventory.proxyFacts = [proxy('airflow-orders'), proxy('payments')];
  inventory.snapshot = meshSnapshot({
    dataplanes: [dataplane('airflow-orders'), dataplane('payments')],
    meshServices: [meshService('payments')],
    meshTrafficPermissions: [toPayments],
  });
  inventory.permissionFacts = [
    {
      controlPlane: 'eu',
      mesh: 'default',
      kind: 'MeshTrafficPermission',
      name: 'orders-to-payments',
      yaml: 'type: MeshTrafficPermission',
      grants: [],
      shadow: false,
      modified: '2026-11-20T00:00:00Z',
    },
  ];
  return inventory;
}

const byLabel = {
  controlPlane: 'eu',
  mesh: 'default',
  dataplaneLabels: { app: 'airflow-orders' },
};

async function ask(
  change: (inventory: FakeInventory) => void,
  options?: { rules?: (typeof byLabel)[]; destination?: string },
): Promise<Explanation & { link(id: ExplainLink['id']): ExplainLink }> {
  const inventory = setUp();
  change(inventory);
  const identify = (
    dags: Parameters<typeof identifyDags>[1],
    proxies: Parameters<typeof identifyDags>[2],
  ) => identifyDags(options?.rules ?? [byLabel], dags, proxies);
  const explainer = new Explainer({
    inventory,
    identify,
    reader: new FactsReader({ inventory, grants: noGrants, identify }),
    now: () => new Date(NOW),
  });
  const facts = await explainer.facts({
    source: orders.ref,
    destination: options?.destination ?? payments.ref,
    port: 80,
  });
  const explanation = explain(facts, everything);
  return {
    ...explanation,
    link: id => explanation.chain.find(link => link.id === id)!,
  };
}

const problems = ({ chain }: Explanation) =>
  chain.filter(({ status }) => status === 'problem').map(({ id }) => id);

describe('explain', () => {
  it('says that a call is allowed, and by what', async () => {
    const answer = await ask(() => {});
    expect(answer.outcome).toBe('allow');
    expect(answer.sentence).toMatch(
      /^orders may call payments on port http: orders-to-payments allows/,
    );
    expect(answer.chain.map(({ id }) => id)).toEqual([
      'source-data',
      'identity-rule',
      'source-proxy',
      'destination-proxy',
      'source-sync',
      'destination-sync',
      'identity-ready',
      'source-certificate',
      'destination-certificate',
      'mesh-enforces',
      'policies',
      'deciding-rule',
      'intended',
    ]);
    expect(problems(answer)).toEqual([]);
    expect(answer.selectedBy).toMatchObject([
      { name: 'orders-to-payments', yaml: 'type: MeshTrafficPermission' },
    ]);
    expect(answer.remedies).toEqual([]);
  });

  it('offers a request where nothing lets the DAG in', async () => {
    const answer = await ask(inventory => {
      inventory.snapshot!.meshTrafficPermissions = [];
    });
    expect(answer.outcome).toBe('deny');
    expect(problems(answer)).toEqual(['policies', 'deciding-rule']);
    expect(answer.remedies).toEqual([
      {
        kind: 'request',
        text: 'Request access from orders to payments on port http.',
        source: orders.ref,
        destination: payments.ref,
        port: 80,
      },
    ]);
  });

  it('offers no request where a rule denies: deny wins', async () => {
    const answer = await ask(inventory => {
      inventory.snapshot!.meshTrafficPermissions.push(
        permission('no-orders', 'payments', { deny: [caller] }),
      );
    });
    expect(answer.outcome).toBe('deny');
    expect(answer.link('deciding-rule').fact).toMatch(/no-orders denies/);
    expect(answer.remedies).toEqual([
      {
        kind: 'outside',
        text: expect.stringMatching(
          /no-orders denies this caller, and a deny wins/,
        ),
      },
    ]);
  });

  it('warns of a prefix that matches by accident', async () => {
    const answer = await ask(inventory => {
      inventory.snapshot!.meshTrafficPermissions = [
        permission('airflow-ord', 'payments', {
          allowPrefix: [spiffe('airflow-ord')],
        }),
      ];
    });
    expect(answer.outcome).toBe('allow');
    expect(answer.link('intended')).toMatchObject({
      status: 'problem',
      fact: expect.stringMatching(/may be matched by accident/),
      details: [{ label: 'matched as well', value: caller }],
    });
  });

  it('makes it visible when what is written is not what is enforced', async () => {
    const inLegacy = (name: string) => `spiffe://default/${name}`;
    const item = (kind: string, name: string | undefined, action: string) => ({
      targetRef: name ? { kind, tags: { 'kuma.io/service': name } } : { kind },
      default: { action },
    });
    const answer = await ask(inventory => {
      inventory.proxyFacts = ['airflow-orders', 'payments'].map(name =>
        proxy(name, { uriSans: [inLegacy(name)] }),
      );
      inventory.snapshot = {
        ...inventory.snapshot!,
        meshIdentities: [],
        mesh: {
          type: 'Mesh',
          name: 'default',
          mtls: {
            enabledBackend: 'ca-1',
            backends: [{ name: 'ca-1', type: 'builtin' }],
          },
        },
        meshTrafficPermissions: [
          {
            ...toPayments,
            spec: {
              targetRef: { kind: 'Mesh' },
              from: [
                item('Mesh', undefined, 'Allow'),
                item('MeshSubset', 'airflow-orders', 'Deny'),
                item('MeshSubset', 'web', 'Deny'),
              ],
            },
          },
        ],
      };
    });
    expect(answer.verdict).toMatchObject({
      enforced: 'allow',
      intended: 'deny',
    });
    expect(answer.link('intended')).toMatchObject({
      status: 'problem',
      fact: expect.stringMatching(
        /What is written means deny; Envoy does allow/,
      ),
    });
  });

  it('names the offline proxy before anything in Airflow', async () => {
    const answer = await ask(inventory => {
      inventory.proxyFacts[0] = proxy('airflow-orders', {
        status: 'offline',
        since: '2026-11-22T23:00:00Z',
      });
    });
    expect(answer.link('source-proxy')).toMatchObject({
      status: 'problem',
      fact: 'airflow-orders is offline since 2026-11-22T23:00:00Z, and no other proxy stands in.',
    });
    expect(answer.outcome).toBe('unknown');
    expect(answer.remedies).toContainEqual({
      kind: 'outside',
      text: "Start or reconnect the proxy beside the DAG's workers.",
    });
  });

  it('says that an allowed call can still fail', async () => {
    const answer = await ask(inventory => {
      inventory.proxyFacts[1] = proxy('payments', { status: 'offline' });
    });
    expect(answer.outcome).toBe('allow');
    expect(answer.sentence).toMatch(
      /Calls can still fail: payments is offline/,
    );
  });

  it('says when a certificate expired, and why', async () => {
    const expired = {
      expires: '2026-11-22T22:00:00Z',
      regenerations: 1,
      issuer: 'kri_mid_default_zone-1__identity_',
    };
    const answer = await ask(inventory => {
      inventory.proxyFacts[1] = proxy('payments', {
        status: 'offline',
        since: '2026-11-22T21:00:00Z',
        certificate: expired,
      });
      inventory.versions.payments = [
        {
          validFrom: '2026-11-21T21:00:00Z',
          validTo: '2026-11-22T21:00:05Z',
          data: proxy('payments', { certificate: expired }),
        },
        {
          validFrom: '2026-11-22T21:00:05Z',
          data: inventory.proxyFacts[1],
        },
      ];
    });
    expect(answer.link('destination-certificate')).toMatchObject({
      status: 'problem',
      fact: 'The certificate of payments expired at 2026-11-22T22:00:00Z.',
    });
    expect(answer.certificates).toContainEqual(
      expect.objectContaining({
        proxy: 'payments',
        side: 'destination',
        cause:
          'payments disconnected at 2026-11-22T21:00:00Z, before the certificate ran out at 2026-11-22T22:00:00Z, so nothing could renew it.',
      }),
    );
  });

  it('never calls a certificate of an external issuer expired', async () => {
    const answer = await ask(inventory => {
      inventory.proxyFacts[1] = proxy('payments', {
        certificate: { issuer: 'kri_mid_default_zone-1__spire_' },
      });
    });
    expect(answer.link('destination-certificate').status).toBe('unknown');
    expect(JSON.stringify(answer)).not.toMatch(/expired/);
    expect(
      answer.certificates.find(({ proxy: name }) => name === 'payments')?.cause,
    ).toMatch(/reports no expiry/);
  });

  it('says that nothing is enforced without mTLS', async () => {
    const answer = await ask(inventory => {
      inventory.snapshot!.meshIdentities = [];
      inventory.proxyFacts = inventory.proxyFacts.map(item => ({
        ...item,
        uriSans: [],
        certificate: undefined,
      }));
    });
    expect(answer.outcome).toBe('not-enforced');
    expect(answer.sentence).toMatch(
      /orders can call, like everybody, payments/,
    );
    expect(answer.link('mesh-enforces').status).toBe('problem');
    expect(answer.link('deciding-rule').status).toBe('not-applicable');
  });

  it('says that nobody decides about an external service', async () => {
    const openai = service('openai', {
      kind: 'MeshExternalService',
      dataplanes: [],
    });
    const answer = await ask(
      inventory => {
        inventory.serviceFacts = [openai];
        inventory.snapshot!.meshExternalServices = [
          {
            type: 'MeshExternalService',
            mesh: 'default',
            name: 'openai',
            spec: {
              match: { type: 'HostnameGenerator', port: 80, protocol: 'http' },
              endpoints: [{ address: 'api.openai.com', port: 443 }],
            },
          },
        ];
      },
      { destination: openai.ref },
    );
    expect(answer.outcome).toBe('not-enforced');
    expect(answer.link('destination-proxy').status).toBe('not-applicable');
  });

  it('says exactly that a DAG has no identity', async () => {
    const answer = await ask(() => {}, { rules: [] });
    expect(answer.outcome).toBe('unknown');
    expect(answer.link('identity-rule')).toMatchObject({
      status: 'problem',
      fact: 'No rule in airflowKuma.identities says as what this DAG runs.',
    });
    expect(answer.remedies).toEqual([
      {
        kind: 'outside',
        text: expect.stringMatching(/airflowKuma.identities/),
      },
    ]);
  });

  it('says that a source is stale', async () => {
    const answer = await ask(inventory => {
      inventory.sourceStates = [
        kumaSource({ state: 'stale', error: 'Connection refused' }),
      ];
    });
    expect(answer.outcome).toBe('unknown');
    expect(answer.link('source-data')).toMatchObject({
      status: 'problem',
      fact: `eu has not answered since ${NOW}: Connection refused.`,
    });
    expect(answer.dataAge).toEqual([
      { kind: 'kuma', name: 'eu', state: 'stale', lastSuccess: NOW },
    ]);
  });

  it('tells a proxy that refuses its configuration by growth alone', async () => {
    const refusing = (rejectedGrewAt?: string) =>
      ask(inventory => {
        const { sync } = inventory.proxyFacts[1];
        inventory.proxyFacts[1].sync = {
          ...sync,
          rejected: 13,
          rejectedGrewAt,
        };
      });
    expect((await refusing()).link('destination-sync').status).toBe('ok');
    expect(
      (await refusing('2026-11-22T12:00:00Z')).link('destination-sync').status,
    ).toBe('ok');
    const now = await refusing('2026-11-23T00:29:50Z');
    expect(now.link('destination-sync')).toMatchObject({
      status: 'problem',
      fact: expect.stringMatching(/^payments refuses what/),
    });
  });

  it('tells a control plane that cannot build a configuration by counters that stand still', async () => {
    const changed = (modified: string) =>
      ask(inventory => {
        inventory.permissionFacts[0].modified = modified;
      });
    expect(
      (await changed('2026-11-23T00:10:00Z')).link('destination-sync'),
    ).toMatchObject({
      status: 'problem',
      fact: expect.stringMatching(/unable to build its configuration/),
    });
    // too young to say: proxies have not had the time
    expect(
      (await changed('2026-11-23T00:29:55Z')).link('destination-sync').status,
    ).toBe('ok');
  });

  it('gives the words of an identity that is not ready', async () => {
    const answer = await ask(inventory => {
      inventory.snapshot!.meshIdentities[0].status = {
        conditions: [
          {
            type: 'Provider',
            status: 'False',
            reason: 'ProviderValidationError',
            message: 'self-signed certificates are not allowed',
          },
          { type: 'Ready', status: 'False', reason: 'Failure' },
        ],
      };
    });
    expect(answer.link('identity-ready').fact).toMatch(
      /is not ready|has no identity/,
    );
    expect(answer.link('identity-ready').status).toBe('problem');
  });

  it('names only sharing DAGs that the caller may see, and counts all', async () => {
    const other = dag('other');
    const hidden = dag('hidden');
    const inventory = setUp();
    inventory.dagFacts = [orders, other, hidden];
    const identify = (
      dags: Parameters<typeof identifyDags>[1],
      proxies: Parameters<typeof identifyDags>[2],
    ) => identifyDags([byLabel], dags, proxies);
    const facts = await new Explainer({
      inventory,
      identify,
      reader: new FactsReader({ inventory, grants: noGrants, identify }),
    }).facts({ source: orders.ref, destination: payments.ref });
    const { shared } = explain(facts, {
      has: ref => ref !== hidden.ref,
      key: 'some',
    });
    expect(shared).toEqual({ refs: [other.ref], total: 3 });
  });
});
