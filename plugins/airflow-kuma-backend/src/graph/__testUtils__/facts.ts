import {
  Dag,
  DagIdentity,
  dagEntityRef,
  MeshSnapshot,
  Service,
  serviceEntityRef,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagFact, ServiceFact } from '../../sync/InventoryReader';
import { createJudge } from '../facts/createJudge';
import { GraphFacts } from '../facts/GraphFacts';
import { emptyBook } from '../facts/ObservationBook';
import { noRuns } from '../facts/RunBook';
import { meshSnapshot, spiffe } from './resources';

export const NOW = '2026-11-23T00:30:00.000Z';

export function dag(dagId: string, more?: Partial<Dag>): DagFact {
  const instance = more?.instance ?? 'prod';
  return {
    ref: dagEntityRef(instance, dagId),
    instance,
    dagId,
    displayName: dagId,
    owners: [],
    tags: [],
    schedule: { summary: '@daily', assets: [] },
    isPaused: false,
    isStale: false,
    hasImportErrors: false,
    uiUrl: `https://airflow.example.com/dags/${dagId}`,
    tasks: [],
    declared: [],
    upstream: [],
    owner: 'group:default/data',
    ...more,
  };
}

export const calls = (...services: string[]) => ({
  declared: services.map(name => ({
    service: name,
    evidence: [{ via: 'tag' as const, text: `calls:${name}` }],
  })),
});

export function service(name: string, more?: Partial<Service>): ServiceFact {
  const base: Service = {
    controlPlane: 'eu',
    mesh: 'default',
    kind: 'MeshService',
    name,
    displayName: name,
    zone: 'zone-1',
    labels: {},
    hostnames: [`${name}.svc.mesh.local`],
    addresses: [],
    ports: [{ name: 'http', port: 80, targetPort: 20000, protocol: 'http' }],
    identities: [spiffe(name)],
    dataplanes: [name],
    proxies: { total: 1, online: 1 },
    owner: 'group:default/platform',
    ...more,
  };
  return { ...base, ref: serviceEntityRef(base) };
}

/** DAGs that run as one workload. */
export function runsAs(
  workload: string,
  sharedBy = 1,
  more?: Partial<DagIdentity>,
): DagIdentity[] {
  return [
    {
      state: 'live',
      reason: `Runs as ${workload}.`,
      controlPlane: 'eu',
      mesh: 'default',
      uriSans: [spiffe(workload)],
      proxies: [workload],
      sharedWith: [],
      sharedBy,
      ...more,
    },
  ];
}

export const kumaSource = (more?: Partial<SourceStatus>): SourceStatus => ({
  kind: 'kuma',
  name: 'eu',
  title: 'eu',
  state: 'ok',
  lastSuccess: NOW,
  skipped: [],
  parts: [],
  ...more,
});

export function graphFacts(
  more: Partial<GraphFacts> & { snapshot?: Partial<MeshSnapshot> },
): GraphFacts {
  const { snapshot, ...facts } = more;
  return {
    at: NOW,
    sources: [kumaSource()],
    dags: [],
    services: [],
    meshes: [],
    judges: new Map([
      ['eu/default', createJudge(meshSnapshot(snapshot ?? {}))],
    ]),
    identities: new Map(),
    proxies: [],
    grants: [],
    requests: [],
    observations: emptyBook('No source of observed traffic is configured.'),
    running: noRuns,
    ...facts,
  };
}
