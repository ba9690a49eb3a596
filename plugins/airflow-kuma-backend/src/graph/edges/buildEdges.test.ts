import { Edge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  calls,
  dag,
  graphFacts,
  kumaSource,
  runsAs,
  service,
} from '../__testUtils__/facts';
import {
  dataplane,
  meshService,
  permission,
  spiffe,
} from '../__testUtils__/resources';
import { GraphFacts } from '../facts/GraphFacts';
import { Observation, ObservationBook } from '../facts/ObservationBook';
import { buildEdges } from './buildEdges';

const payments = service('payments');
const orders = dag('orders', calls('payments'));
const mesh = {
  dataplanes: [dataplane('payments'), dataplane('airflow-orders')],
  meshServices: [meshService('payments')],
  meshTrafficPermissions: [
    permission('orders-to-payments', 'payments', {
      allow: [spiffe('airflow-orders')],
    }),
  ],
};

const seen = (
  look: Partial<Observation>,
  services = [payments.ref],
): ObservationBook => ({
  servicesSeenFrom: () => services,
  look: () => ({ outcome: 'seen', reason: 'Seen.', evidence: [], ...look }),
  refusals: async () => ({ notKnown: [] }),
});

function edgesOf(
  more: Parameters<typeof graphFacts>[0],
): Pick<Edge, 'dag' | 'service' | 'state' | 'reason' | 'requests'>[] {
  return buildEdges(
    graphFacts({
      services: [payments],
      dags: [orders],
      identities: new Map([[orders.ref, runsAs('airflow-orders')]]),
      snapshot: mesh,
      ...more,
    }),
  );
}

describe('buildEdges', () => {
  it('is aligned where what is declared is permitted', () => {
    expect(edgesOf({})).toMatchObject([
      {
        dag: orders.ref,
        service: payments.ref,
        state: 'aligned',
        permitted: {
          outcome: 'allow',
          ports: [{ port: 80, portName: 'http' }],
        },
        declared: [{ via: 'tag', text: 'calls:payments' }],
        observed: { outcome: 'not-known' },
      },
    ]);
  });

  it.each([
    ['leads to traces where the mesh sends them', true],
    ['leads nowhere where nothing is traced', undefined],
  ])('%s', (_, traced) => {
    const [edge] = buildEdges(
      graphFacts({
        services: [payments],
        dags: [orders],
        identities: new Map([[orders.ref, runsAs('airflow-orders')]]),
        snapshot: mesh,
        traceUrl: 'https://traces.example.com/?to={{ destination }}',
        meshes: [
          {
            controlPlane: 'eu',
            mesh: 'default',
            mtls: 'identity',
            zones: [],
            writable: true,
            proxies: { total: 1, online: 1 },
            services: 1,
            permissions: 1,
            traced,
          },
        ],
      }),
    );
    expect(edge.observed.traceUrl).toBe(
      traced && 'https://traces.example.com/?to=payments',
    );
  });

  it('needs permission where the mesh refuses by default', () => {
    const [edge] = edgesOf({
      snapshot: { ...mesh, meshTrafficPermissions: [] },
    });
    expect(edge.state).toBe('needs-permission');
  });

  it('is blocked where telemetry saw the refusal', () => {
    const [edge] = edgesOf({
      snapshot: { ...mesh, meshTrafficPermissions: [] },
      observations: seen({ outcome: 'denied', reason: 'Refused twice.' }),
    });
    expect(edge).toMatchObject({ state: 'blocked', reason: 'Refused twice.' });
  });

  it('is no longer blocked once the permission is younger than the refusal', () => {
    const [edge] = edgesOf({
      observations: seen({
        outcome: 'denied',
        lastDenied: '2026-11-19T00:00:00Z',
      }),
    });
    expect(edge.state).toBe('aligned');
  });

  it('is undeclared where it is seen and no DAG on the identity declares it', () => {
    const quiet = dag('quiet');
    expect(
      edgesOf({
        dags: [quiet],
        identities: new Map([[quiet.ref, runsAs('airflow-orders')]]),
        observations: seen({}),
      }),
    ).toMatchObject([{ dag: quiet.ref, state: 'undeclared' }]);
  });

  it("never shows a DAG with another's calls on a shared identity", () => {
    const quiet = dag('quiet');
    const edges = edgesOf({
      dags: [orders, quiet],
      identities: new Map([
        [orders.ref, runsAs('airflow-orders', 2)],
        [quiet.ref, runsAs('airflow-orders', 2)],
      ]),
      observations: seen({}),
    });
    expect(edges).toMatchObject([
      {
        dag: orders.ref,
        state: 'aligned',
        observed: {
          sharedBy: 2,
          reason:
            'Seen. Seen from this identity, shared by 2 DAGs. Of these, one alone declares the service.',
        },
      },
    ]);
  });

  it('is unused where a source that covers the window saw nothing', () => {
    const [edge] = edgesOf({
      observations: seen({ outcome: 'silent', reason: 'Nothing.' }, []),
    });
    expect(edge.state).toBe('unused');
  });

  it('has an edge for each grant of ours', () => {
    const quiet = dag('quiet');
    expect(
      edgesOf({
        dags: [quiet],
        identities: new Map([[quiet.ref, runsAs('airflow-orders')]]),
        grants: [{ id: 'g1', dag: quiet.ref, service: payments.ref, port: 80 }],
      }),
    ).toMatchObject([{ dag: quiet.ref, state: 'aligned', grants: ['g1'] }]);
  });

  it('tells on an edge what is asked for on it, and makes none of that', () => {
    const quiet = dag('quiet');
    const requests = [
      { id: 'r1', dag: orders.ref, service: payments.ref, port: 80 },
      { id: 'r2', dag: quiet.ref, service: payments.ref, port: 80 },
    ];
    const edges = edgesOf({ dags: [orders, quiet], requests });
    expect(edges.map(edge => [edge.dag, edge.requests])).toEqual([
      [orders.ref, ['r1']],
    ]);
    expect(edgesOf({})[0]).not.toHaveProperty('requests');
  });

  it('lists no pair that is merely permitted', () => {
    const quiet = dag('quiet');
    expect(
      edgesOf({
        dags: [quiet],
        identities: new Map([[quiet.ref, runsAs('airflow-orders')]]),
      }),
    ).toEqual([]);
  });

  it('keeps what is declared and known to nobody', () => {
    const lost = dag('lost', calls('nowhere'));
    expect(edgesOf({ dags: [lost], identities: new Map() })).toMatchObject([
      {
        dag: lost.ref,
        unresolved: 'nowhere',
        state: 'unknown',
        reason: 'No service is known as nowhere.',
      },
    ]);
  });

  it.each<[string, Partial<GraphFacts>, RegExp]>([
    [
      'whose control plane is stale',
      { sources: [kumaSource({ state: 'stale' })] },
      /eu has not answered since .* Last known: /,
    ],
    [
      'whose mesh was never read',
      { judges: new Map() },
      /eu\/default was never read/,
    ],
    [
      'of a DAG that no rule gives an identity',
      { identities: new Map() },
      /airflowKuma.identities/,
    ],
    [
      'of a DAG without a live proxy',
      {
        identities: new Map([
          [
            orders.ref,
            runsAs('x', 1, {
              state: 'not-live',
              uriSans: [],
              reason: 'No proxy shows it.',
            }),
          ],
        ]),
      },
      /No proxy shows it\./,
    ],
    [
      'of a DAG with an identity elsewhere',
      {
        identities: new Map([
          [orders.ref, runsAs('airflow-orders', 1, { mesh: 'legacy' })],
        ]),
      },
      /identity in eu\/legacy only, none in eu\/default/,
    ],
  ])('is unknown, and says why, for an edge %s', (_, change, reason) => {
    const [edge] = edgesOf(change);
    expect(edge).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(reason),
    });
  });

  it('is not enforced for whomever where the mesh decides nothing', () => {
    const [edge] = edgesOf({
      identities: new Map(),
      snapshot: { ...mesh, meshIdentities: [] },
    });
    expect(edge.state).toBe('not-enforced');
  });

  it('judges only the ports that a DAG declares', () => {
    const twoPorts = service('payments', {
      ports: [
        { name: 'http', port: 80, targetPort: 20000, protocol: 'http' },
        { name: 'admin', port: 81, targetPort: 20001, protocol: 'http' },
      ],
    });
    const declaring = dag('declaring', {
      declared: [{ ...calls('payments').declared[0], port: 80 }],
    });
    const [edge] = buildEdges(
      graphFacts({
        services: [twoPorts],
        dags: [declaring],
        identities: new Map([[declaring.ref, runsAs('airflow-orders')]]),
        snapshot: mesh,
      }),
    );
    expect(edge).toMatchObject({
      state: 'aligned',
      permitted: { ports: [{ port: 80 }] },
    });
  });
});
