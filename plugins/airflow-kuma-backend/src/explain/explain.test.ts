import { noGrants } from '../graph/__testUtils__/FakeInventory';
import { dag, service } from '../graph/__testUtils__/facts';
import { permission, spiffe } from '../graph/__testUtils__/resources';
import { FactsReader } from '../graph/facts/FactsReader';
import { identifyDags } from '../graph/facts/identifyDags';
import {
  ask,
  byLabel,
  caller,
  orders,
  payments,
  problems,
  proxy,
  setUp,
  toPayments,
} from './__testUtils__/ask';
import { explain } from './explain';
import { Explainer } from './Explainer';

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
      'way-out',
      'way-out-told',
      'mesh-enforces',
      'permissive',
      'policies',
      'deciding-rule',
      'intended',
      'borrowed-identity',
      'greeting',
    ]);
    expect(problems(answer)).toEqual([]);
    expect(answer.selectedBy).toMatchObject([
      { name: 'orders-to-payments', yaml: 'type: MeshTrafficPermission' },
    ]);
    expect(answer.remedies).toEqual([]);
  });

  it('claims nothing in a title, since a problem may stand beside it', async () => {
    const { chain } = await ask(() => {});
    for (const { title } of chain) {
      expect(title).not.toMatch(
        /\b(is|are|has|have|runs|accepted|borrows?|refused$|decides at)\b/,
      );
    }
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

  it.each([
    ['payments', 'problem', 'permissive'],
    ['consent', 'ok', 'enforced'],
  ])(
    'tells of a MeshTLS that is permissive for %s what payments does: %s',
    async (selected, status, state) => {
      const answer = await ask(inventory => {
        inventory.snapshot!.meshTLSes = [
          {
            type: 'MeshTLS',
            mesh: 'default',
            name: 'permissive',
            spec: {
              targetRef: { kind: 'Dataplane', labels: { app: selected } },
              rules: [{ default: { mode: 'Permissive' } }],
            },
          },
        ];
      });
      expect(answer.link('permissive').status).toBe(status);
      expect(answer.enforcement).toMatchObject({ state });
      // It would not change this answer.
      expect(answer.outcome).toBe('allow');
      expect(answer.remedies).toEqual([]);
    },
  );

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
