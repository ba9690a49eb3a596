import {
  DagIdentity,
  dagEntityRef,
  KumaResource,
  Proxy,
  serviceEntityRef,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { mockServices } from '@backstage/backend-test-utils';
import Router from 'express-promise-router';
import request from 'supertest';
import { Explainer, createExplainRouter } from '../explain';
import { DefaultEdgeReader } from '../graph/DefaultEdgeReader';
import { FactsReader } from '../graph/facts/FactsReader';
import { createGraphRouter } from '../graph/routes/createGraphRouter';
import { createQueryRouter } from '../graph/routes/createQueryRouter';
import { FakeInventory, noGrants } from '../graph/__testUtils__/FakeInventory';
import { kumaSource, runsAs } from '../graph/__testUtils__/facts';
import { meshSnapshot, spiffe } from '../graph/__testUtils__/resources';
import { serveRouter, testCallers } from '../graph/__testUtils__/serveRouter';
import { VisibleEntities } from '../inventory/CatalogVisibility';
import { createInventoryRouter } from '../inventory/createInventoryRouter';
import { DagFact } from '../sync/InventoryReader';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- made-up companies of `./dev bench`, which is no package
import { graphData, GraphSizes } from '../../../../test/bench/graphData';
import { Ask } from './world';

/** A made-up company behind the routers, as a caller sees it. */
export function serveWorld(options: {
  sizes: GraphSizes;
  seed: number;
  visible?: VisibleEntities;
}): Ask {
  const {
    sizes,
    seed,
    visible = { has: () => true, key: 'everything' },
  } = options;
  const inventory = inventoryOf(sizes, seed);
  const identify = (dags: DagFact[]) => identitiesOf(dags);
  const reader = new FactsReader({ inventory, grants: noGrants, identify });
  const edges = new DefaultEdgeReader(reader);
  const callers = testCallers({ visible: () => visible });
  const router = Router();
  router.use(createGraphRouter({ edges, callers }));
  router.use(createQueryRouter({ edges, inventory, callers }));
  router.use(
    createExplainRouter({
      explainer: new Explainer({ inventory, reader, identify }),
      callers,
    }),
  );
  router.use(
    createInventoryRouter(
      {
        httpAuth: mockServices.httpAuth(),
        permissions: mockServices.permissions(),
        permissionsRegistry: mockServices.permissionsRegistry.mock(),
        visibility: { of: async () => visible },
        inventory: Object.assign(inventory, {
          latestRuns: async () => new Map(),
        }),
      } as never,
      { edges, declared: {} as never },
    ),
  );
  const app = serveRouter(router);
  return async path => {
    const { status, body, text } = await request(app).get(`/${path}`);
    if (status !== 200) throw new Error(`${path} is answered ${text}`);
    return body;
  };
}

function inventoryOf(sizes: GraphSizes, seed: number): FakeInventory {
  const data = graphData(sizes, seed);
  const ofType = (type: string): KumaResource[] =>
    data.resources.filter(resource => resource.type === type);
  const inventory = new FakeInventory();
  inventory.dagFacts = data.dags.map(dag => ({
    ...dag,
    ref: dagEntityRef(dag.instance, dag.dagId),
  }));
  inventory.sourceStates = [
    kumaSource(),
    ...new Set(data.dags.map(({ instance }) => instance)),
  ].map(source =>
    typeof source === 'string'
      ? kumaSource({ kind: 'airflow', name: source, title: source })
      : source,
  );
  inventory.serviceFacts = data.services.map(service => ({
    ...service,
    ref: serviceEntityRef(service),
  }));
  inventory.proxyFacts = data.services.map(({ name, dataplanes, proxies }) =>
    proxyOf(dataplanes[0], name, proxies.online > 0),
  );
  inventory.snapshot = meshSnapshot({
    dataplanes: ofType('Dataplane'),
    meshServices: ofType('MeshService'),
    meshTrafficPermissions: ofType('MeshTrafficPermission'),
  });
  return inventory;
}

function proxyOf(name: string, workload: string, isOnline: boolean): Proxy {
  return {
    controlPlane: 'eu',
    mesh: 'default',
    name,
    labels: {},
    status: isOnline ? 'online' : 'offline',
    uriSans: [spiffe(workload)],
    sync: { sent: 1, acknowledged: 1, rejected: 0 },
  };
}

/** Pooled DAGs share the identity of their queue; a few have none. */
function identitiesOf(dags: DagFact[]): Map<string, DagIdentity[]> {
  const workloads = new Map<string, string[]>();
  const workloadOf = ({ dagId, tags, tasks }: DagFact) =>
    tags.includes('pooled') ? `pool-${tasks[0].queue}` : `airflow-${dagId}`;
  for (const dag of dags) {
    const workload = workloadOf(dag);
    workloads.set(workload, [...(workloads.get(workload) ?? []), dag.ref]);
  }
  return new Map(
    dags.map((dag, index) => {
      if (index % 11 === 10) return [dag.ref, []];
      const sharedWith = workloads.get(workloadOf(dag))!;
      const more = { sharedWith };
      return [dag.ref, runsAs(workloadOf(dag), sharedWith.length, more)];
    }),
  );
}
