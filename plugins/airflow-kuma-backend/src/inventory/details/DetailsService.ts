import {
  createEvaluator,
  DagDetails,
  DagRun,
  Edge,
  edgeDags,
  Evaluator,
  MeshSnapshot,
  Page,
  Permission,
  ServiceDetails,
  SourceReference,
  visibleEdge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { NotFoundError } from '@backstage/errors';
import { EdgeReader } from '../../graph/EdgeReader';
import { DagFact, InventoryReader, ServiceFact } from '../../sync';
import { MeshKey } from '../../sync/InventoryReader';
import { VisibleEntities } from '../CatalogVisibility';
import { dataAge, statusOf } from './dataAge';
import { FailureViewer } from './FailureViewer';

const RUNS_SHOWN = 10;
const MAY_CALL_LISTED = 50;

/** Everything about one DAG or one service, as one caller may see it. */
export class DetailsService {
  readonly #inventory: InventoryReader;
  readonly #edges: EdgeReader;
  readonly #failures: FailureViewer;
  // One evaluator for each snapshot, for as long as that is the newest.
  readonly #evaluators = new WeakMap<MeshSnapshot, Evaluator>();

  static create(options: {
    inventory: InventoryReader;
    edges: EdgeReader;
    failures: FailureViewer;
  }): DetailsService {
    return new DetailsService(options);
  }

  private constructor(options: {
    inventory: InventoryReader;
    edges: EdgeReader;
    failures: FailureViewer;
  }) {
    this.#inventory = options.inventory;
    this.#edges = options.edges;
    this.#failures = options.failures;
  }

  async dag(ref: string, visible: VisibleEntities): Promise<DagDetails> {
    const dags = await this.#visibleDags(visible);
    const dag = dags.get(ref);
    if (!dag) throw new NotFoundError(`No DAG ${ref}`);
    const services = await this.#visibleServices(visible);
    const sources = await this.#inventory.sources();
    const edges = visibleEdges(await this.#edges.edgesOfDag(ref), visible);
    const identities = await this.#edges.identitiesOf(ref);
    const byDagId = new Map(
      [...dags.values()]
        .filter(each => each.instance === dag.instance)
        .map(each => [each.dagId, each]),
    );
    const own: SourceReference = { kind: 'airflow', name: dag.instance };
    const { ref: _, ...facts } = dag;
    return {
      ref,
      dag: facts,
      source: statusOf(sources, own),
      identities: identities.map(identity => ({
        ...identity,
        sharedWith: identity.sharedWith.filter(other => visible.has(other)),
      })),
      edges: edges.map(edge => ({
        ...edge,
        serviceSummary: summaryOf(edge, services),
      })),
      runs: await this.#failures.show(
        await this.#inventory.runs({
          instance: dag.instance,
          dagId: dag.dagId,
          limit: RUNS_SHOWN,
        }),
        { dag, edges, services: services.values() },
      ),
      upstream: dag.upstream.flatMap(each => {
        const upstream = byDagId.get(each.dagId);
        if (!upstream) return [];
        const { ref: upstreamRef, displayName } = upstream;
        return [{ ...each, ref: upstreamRef, displayName }];
      }),
      downstream: [...dags.values()]
        .filter(each => each.instance === dag.instance)
        .flatMap(each =>
          each.upstream
            .filter(upstream => upstream.dagId === dag.dagId)
            .map(({ via, detail }) => ({
              ref: each.ref,
              dagId: each.dagId,
              displayName: each.displayName,
              via,
              detail,
            })),
        ),
      dataAge: dataAge(sources, [
        own,
        ...identities.flatMap(identity => kumaSource(identity.controlPlane)),
        ...edges.flatMap(edge =>
          kumaSource(edge.service && services.get(edge.service)?.controlPlane),
        ),
      ]),
    };
  }

  async runs(
    query: {
      ref: string;
      from?: string;
      to?: string;
      offset: number;
      limit: number;
    },
    visible: VisibleEntities,
  ): Promise<Page<DagRun>> {
    const dag = (await this.#visibleDags(visible)).get(query.ref);
    if (!dag) throw new NotFoundError(`No DAG ${query.ref}`);
    const runs = await this.#inventory.runs({
      instance: dag.instance,
      dagId: dag.dagId,
      from: query.from,
      to: query.to,
    });
    const services = await this.#visibleServices(visible);
    const edges = visibleEdges(
      await this.#edges.edgesOfDag(query.ref),
      visible,
    );
    return {
      items: await this.#failures.show(
        runs.slice(query.offset, query.offset + query.limit),
        { dag, edges, services: services.values() },
      ),
      total: runs.length,
    };
  }

  async service(
    ref: string,
    visible: VisibleEntities,
  ): Promise<ServiceDetails> {
    const service = (await this.#visibleServices(visible)).get(ref);
    if (!service) throw new NotFoundError(`No service ${ref}`);
    const { controlPlane, mesh: name } = service;
    const key = { controlPlane, mesh: name };
    const meshes = await this.#inventory.meshes();
    const mesh = meshes.find(
      each => each.controlPlane === controlPlane && each.mesh === name,
    );
    if (!mesh) throw new NotFoundError(`No mesh ${name} of ${controlPlane}`);
    const dags = await this.#visibleDags(visible);
    const sources = await this.#inventory.sources();
    const edges = visibleEdges(await this.#edges.edgesOfService(ref), visible);
    const behind = new Set(service.dataplanes);
    const { dags: reaching, callers } = await this.#edges.mayCall(
      service,
      visible,
    );
    const linked = new Set(edges.flatMap(edgeDags));
    const mayCall = reaching.filter(({ ref: dagRef }) => !linked.has(dagRef));
    const enforcement = await this.#edges.enforcementOf(service);
    const own: SourceReference = { kind: 'kuma', name: controlPlane };
    const { ref: _, ...facts } = service;
    return {
      ref,
      service: facts,
      mesh,
      source: statusOf(sources, own),
      proxies: (await this.#inventory.proxies(key)).filter(proxy =>
        behind.has(proxy.name),
      ),
      permissions: await this.#permissionsOf(service),
      edges: edges.map(edge => ({
        ...edge,
        dags: edgeDags(edge).flatMap(dagRef => {
          const dag = dags.get(dagRef);
          return dag ? [nameOf(dag)] : [];
        }),
      })),
      ...(enforcement && { enforcement }),
      mayCall: {
        ...callers,
        total: mayCall.length,
        dags: mayCall
          .slice(0, MAY_CALL_LISTED)
          .map(({ ref: dagRef, name: dagName }) => ({
            ref: dagRef,
            name: dagName,
          })),
      },
      dataAge: dataAge(sources, [own]),
    };
  }

  /** Permissions that select an inbound which carries the service. */
  async #permissionsOf(service: ServiceFact): Promise<Permission[]> {
    const key = { controlPlane: service.controlPlane, mesh: service.mesh };
    const judged = await this.#evaluatorOf(key);
    if (!judged) return [];
    const { evaluator } = judged;
    const selecting = new Set<string>();
    const inbounds = evaluator.inboundsOf({
      kind: service.kind,
      name: service.name,
    });
    for (const inbound of inbounds) {
      for (const policy of evaluator.selectedBy(inbound)) {
        selecting.add(`${policy.kind}/${policy.name}`);
      }
    }
    const permissions = await this.#inventory.permissions(key);
    return permissions.filter(each =>
      selecting.has(`${each.kind}/${each.name}`),
    );
  }

  async #evaluatorOf(key: MeshKey) {
    const snapshot = await this.#inventory.meshSnapshot(key);
    if (!snapshot) return undefined;
    let evaluator = this.#evaluators.get(snapshot);
    if (!evaluator) {
      evaluator = createEvaluator(snapshot);
      this.#evaluators.set(snapshot, evaluator);
    }
    return { snapshot, evaluator };
  }

  async #visibleDags(visible: VisibleEntities): Promise<Map<string, DagFact>> {
    const dags = await this.#inventory.dags();
    return new Map(
      dags.filter(dag => visible.has(dag.ref)).map(dag => [dag.ref, dag]),
    );
  }

  async #visibleServices(
    visible: VisibleEntities,
  ): Promise<Map<string, ServiceFact>> {
    const services = await this.#inventory.services();
    return new Map(
      services
        .filter(service => visible.has(service.ref))
        .map(service => [service.ref, service]),
    );
  }
}

function visibleEdges(edges: Edge[], visible: VisibleEntities): Edge[] {
  return edges.flatMap(
    edge => visibleEdge(edge, ref => visible.has(ref)) ?? [],
  );
}

function nameOf({ ref, displayName, instance }: DagFact) {
  return { ref, name: displayName, instance };
}

function summaryOf(edge: Edge, services: Map<string, ServiceFact>) {
  const service = edge.service && services.get(edge.service);
  if (!service) return undefined;
  const { controlPlane, mesh, kind, displayName, ports, owner } = service;
  return { controlPlane, mesh, kind, displayName, ports, owner };
}

function kumaSource(controlPlane: string | undefined): SourceReference[] {
  return controlPlane ? [{ kind: 'kuma', name: controlPlane }] : [];
}
