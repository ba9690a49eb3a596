import {
  Edge,
  GraphAnswer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DAG_REF, SERVICE_REF, edge } from './samples';

/** Two closed groups with a bundle between them. */
export const groupedGraph: GraphAnswer = {
  nodes: [
    {
      id: 'group:orders',
      kind: 'group',
      label: 'Orders',
      sublabel: '12 DAGs, 0 services',
      contains: { dags: 12, services: 0 },
      worst: 'blocked',
      facts: {},
    },
    {
      id: 'group:payments',
      kind: 'group',
      label: 'Payments',
      sublabel: '0 DAGs, 4 services',
      contains: { dags: 0, services: 4 },
      facts: {},
    },
  ],
  edges: [
    {
      id: 'access group:orders group:payments',
      source: 'group:orders',
      target: 'group:payments',
      kind: 'access',
      state: 'blocked',
      counts: { blocked: 2, aligned: 7 },
      total: 9,
    },
  ],
  groups: [
    { id: 'group:orders', label: 'Orders', dags: 12, services: 0, open: false },
    {
      id: 'group:payments',
      label: 'Payments',
      dags: 0,
      services: 4,
      open: false,
    },
  ],
  totals: {
    dags: 12,
    services: 4,
    edges: 10,
    states: { blocked: 2, aligned: 8 },
  },
  hidden: [{ nodes: 0, edges: 1, reason: 'inside closed groups' }],
  asOf: '2026-11-23T00:00:00Z',
  permittedOnly: 31,
};

/** One open group with a DAG in it, and a service beside it. */
export const openGraph: GraphAnswer = {
  ...groupedGraph,
  nodes: [
    { ...groupedGraph.nodes[0], worst: 'needs-permission' },
    {
      id: DAG_REF,
      kind: 'dag',
      ref: DAG_REF,
      label: 'Orders ETL',
      sublabel: 'prod · @hourly',
      parent: 'group:orders',
      worst: 'needs-permission',
      facts: { instance: 'prod' },
    },
    {
      id: SERVICE_REF,
      kind: 'service',
      ref: SERVICE_REF,
      label: 'payments',
      sublabel: 'default · east',
      worst: 'needs-permission',
      facts: { mesh: 'default' },
    },
  ],
  edges: [
    {
      id: `access ${DAG_REF} ${SERVICE_REF}`,
      source: DAG_REF,
      target: SERVICE_REF,
      kind: 'access',
      state: 'needs-permission',
      counts: { 'needs-permission': 1 },
      total: 1,
      edge,
    },
  ],
  groups: [{ ...groupedGraph.groups[0], open: true }],
};

const IDENTITY = 'identity:["eu","default",["spiffe://default/workload/pool"]]';

/** Calls that erred and could be of any of 14 DAGs, one of which is seen here. */
export const sharedEdge: Edge = {
  ...edge,
  dag: undefined,
  caller: {
    id: IDENTITY,
    controlPlane: 'eu',
    mesh: 'default',
    uriSans: ['spiffe://default/workload/pool'],
    sharedBy: 14,
    couldBe: [DAG_REF],
    total: 14,
    reason: 'Seen from this identity, shared by 14 DAGs.',
  },
  state: 'undeclared',
  reason: 'A call went through.',
  declared: [],
  observed: {
    ...edge.observed,
    outcome: 'seen',
    errorShare: 0.87,
    sharedBy: 14,
  },
};

/** The identity between the DAG and the service. */
export const sharedGraph: GraphAnswer = {
  ...openGraph,
  nodes: [
    ...openGraph.nodes,
    {
      id: IDENTITY,
      kind: 'identity',
      label: 'pool',
      sublabel: 'shared by 14 DAGs',
      facts: {},
    },
  ],
  edges: [
    {
      id: `access ${IDENTITY} ${SERVICE_REF}`,
      source: IDENTITY,
      target: SERVICE_REF,
      kind: 'access',
      state: 'undeclared',
      counts: { undeclared: 1 },
      total: 1,
      ailing: 1,
      edge: sharedEdge,
    },
    {
      id: `runs-as ${DAG_REF} ${IDENTITY}`,
      source: DAG_REF,
      target: IDENTITY,
      kind: 'runs-as',
      counts: {},
      total: 1,
    },
  ],
};
