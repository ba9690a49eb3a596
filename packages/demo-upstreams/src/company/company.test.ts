import {
  createEvaluator,
  DestinationServicePort,
  EdgeState,
  edgeState,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagSeed } from '../airflow/types';
import { KumaState } from '../kuma/KumaState';
import { snapshotOf } from '../kuma/snapshotOf';
import {
  defaultMesh,
  demoTraffic,
  legacyBatchDags,
  legacyMesh,
  movingMesh,
  prodDataDags,
} from '.';

const state = new KumaState({
  version: '2.14.3',
  zone: 'zone-1',
  now: () => Date.parse('2026-03-01T12:00:00Z'),
  meshes: [defaultMesh, legacyMesh],
});

describe('the demo company', () => {
  it('has sixty DAGs on two instances and forty services in two meshes', () => {
    expect(prodDataDags.length + legacyBatchDags.length).toBe(60);
    const inDefault = [
      ...defaultMesh.services,
      ...defaultMesh.externalServices,
    ];
    const inLegacy = new Set([
      ...legacyMesh.proxies.map(({ workload }) => workload),
      ...legacyMesh.externalServices.map(({ name }) => name),
    ]);
    expect(inDefault.length + inLegacy.size).toBe(40);
  });

  it('has the oddities that a portal must stand', () => {
    const ids = prodDataDags.map(({ dagId }) => dagId);
    expect(ids.some(id => id.length === 250)).toBe(true);
    expect(ids).toEqual(
      expect.arrayContaining(['Reporting.Daily', 'reporting.daily']),
    );
    const shared = legacyBatchDags.filter(({ dagId }) => ids.includes(dagId));
    expect(shared.map(({ dagId }) => dagId)).toEqual([
      'invoice.Build',
      'daily_report',
    ]);
    expect(prodDataDags.some(({ isPaused }) => isPaused)).toBe(true);
    expect(prodDataDags.some(({ isStale }) => isStale)).toBe(true);
    expect(prodDataDags.some(dag => dag.hasImportErrors)).toBe(true);
    const proxies = [...defaultMesh.proxies, ...legacyMesh.proxies];
    expect(proxies.some(proxy => proxy.offlineMinutes)).toBe(true);
    expect(proxies.some(proxy => proxy.certificateExpiredMinutes)).toBe(true);
  });

  it('names only services that exist, but for one', () => {
    const known = new Set([
      ...[...defaultMesh.services, ...defaultMesh.externalServices].map(
        ({ name }) => `default/${name}`,
      ),
      ...[
        ...legacyMesh.proxies.map(({ workload }) => workload),
        'sftp-partner',
      ].map(name => `legacy/${name}`),
      ...[...movingMesh.services, ...movingMesh.externalServices].map(
        ({ name }) => `moving/${name}`,
      ),
    ]);
    const unknown = [...prodDataDags, ...legacyBatchDags]
      .flatMap(declaredBy)
      .filter(({ mesh, service }) => !known.has(`${mesh}/${service}`));
    expect(unknown).toEqual([{ mesh: 'default', service: 'no-such-service' }]);
  });

  it('shows every state that an edge can have', () => {
    expect([...statesOfEdges()].sort()).toEqual([
      'aligned',
      'blocked',
      'needs-permission',
      'not-enforced',
      'undeclared',
      'unknown',
      'unused',
    ]);
  });
});

/** States of the edges of `prod-data`, by the pool that runs each DAG. */
function statesOfEdges(): Set<EdgeState> {
  const evaluator = createEvaluator(snapshotOf(state, 'default'));
  const flows = demoTraffic(state).filter(({ mesh }) => mesh === 'default');
  const external = new Set(
    defaultMesh.externalServices.map(({ name }) => name),
  );
  const flowOf = (pool: string, service: string) =>
    flows.find(
      ({ source, cluster }) =>
        source.workload === pool && cluster.startsWith(`default_${service}__`),
    );
  const declared = new Map<string, Set<string>>();
  for (const dag of prodDataDags) {
    const pool = `airflow-${dag.tasks[0].queue}`;
    const services = declared.get(pool) ?? new Set();
    declared.set(pool, services);
    for (const { mesh, service } of declaredBy(dag)) {
      if (mesh === 'default') services.add(service);
    }
  }
  const states = new Set<EdgeState>();
  for (const [pool, services] of declared) {
    const observed = flows
      .filter(({ source }) => source.workload === pool)
      .map(({ cluster }) => /^default_(.+)__/.exec(cluster)?.[1] ?? '');
    for (const service of new Set([...services, ...observed])) {
      const kind: DestinationServicePort['kind'] = external.has(service)
        ? 'MeshExternalService'
        : 'MeshService';
      const proxy = defaultMesh.proxies.find(each => each.workload === pool);
      const outcome = proxy
        ? evaluator.evaluateService(
            { uriSans: evaluator.identityOf(proxy.name).uriSans },
            { kind, name: service },
          ).verdict.enforced
        : 'unknown';
      const flow = flowOf(pool, service);
      const seen = flow?.verdict().isDenied ? 'denied' : 'seen';
      states.add(
        edgeState({
          declared: services.has(service),
          declaredByAny: services.has(service),
          permitted: { outcome },
          observed: { outcome: flow ? seen : 'silent' },
        }),
      );
    }
  }
  return states;
}

/** Services that a DAG declares, read from inlets, tags and front matter. */
function declaredBy(dag: DagSeed): { mesh: string; service: string }[] {
  const inlets = dag.tasks
    .flatMap(({ inlets: uris = [] }) => uris)
    .map(uri => uri.replace('x-mesh-service://', ''));
  const tags = (dag.tags ?? [])
    .filter(tag => tag.startsWith('calls:'))
    .map(tag => tag.slice('calls:'.length));
  const docs = [...(dag.docMd ?? '').matchAll(/^ {2}- (.+)$/gm)].map(
    ([, reference]) => reference,
  );
  return [...inlets, ...tags, ...docs].map(reference => {
    const [service, mesh = 'default'] = reference.split('/').reverse();
    return { mesh, service };
  });
}
