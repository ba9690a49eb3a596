import {
  dagEntityRef,
  DagIdentity,
  Edge,
  edgeSource,
  hasExpired,
  identityId,
  identityKey,
  proxyCountWords,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import once from 'lodash/once';
import { CertificateIndex } from '../../inventory/rows/certificates';
import { dagTexts, ownDagStates } from '../../inventory/rows/dagRows';
import {
  ownServiceStates,
  serviceTexts,
} from '../../inventory/rows/serviceRows';
import { haystackOf } from '../../inventory/rows/matches';
import { DagFact, ServiceFact } from '../../sync/InventoryReader';
import { GraphFacts } from '../facts/GraphFacts';
import { identityLabel } from './identityLabel';
import { Scene, SceneIdentity, SceneLink, SceneNode } from './Scene';
import { sharedCallers } from './sharedCallers';

/** Everything as nodes and edges, whoever asks. */
export function buildScene(
  facts: Pick<GraphFacts, 'dags' | 'services' | 'identities'> &
    Partial<Pick<GraphFacts, 'proxies'>>,
  edges: Edge[],
): Scene {
  const nodes = new Map<string, SceneNode>();
  for (const dag of facts.dags) nodes.set(dag.ref, dagNode(dag));
  const services = new Map<string, ServiceFact>();
  const certificates = new CertificateIndex(facts.proxies ?? []);
  for (const service of facts.services) {
    services.set(service.ref, service);
    nodes.set(
      service.ref,
      serviceNode(service, certificates.expiryOf(service)),
    );
  }
  const identities = identityFinder(facts.identities);
  const sceneEdges = edges.map(edge => {
    const target = edge.service ?? unresolvedId(edge);
    if (!edge.service && !nodes.has(target)) {
      nodes.set(target, unresolvedNode(target, edge));
    }
    const service = services.get(target);
    return {
      source: edgeSource(edge),
      target,
      edge,
      identity:
        edge.dag !== undefined && service
          ? identities(edge.dag, service)
          : undefined,
    };
  });
  return {
    nodes: new Map([...nodes, ...sharedCallers(edges, nodes)]),
    edges: sceneEdges,
    links: facts.dags.flatMap(dag => linksTo(dag, nodes)),
  };
}

function dagNode(dag: DagFact): SceneNode {
  const { instance, environment, dataDomain, owner } = dag;
  const states = ownDagStates(dag);
  return {
    id: dag.ref,
    kind: 'dag',
    ref: dag.ref,
    label: dag.displayName,
    sublabel: [instance, dag.schedule.summary].filter(Boolean).join(' · '),
    facts: present({
      instance,
      dagId: dag.dagId,
      schedule: dag.schedule.summary,
      owner,
      dataDomain,
      environment,
      state: states.join(', ') || undefined,
    }),
    traits: { instance, environment, dataDomain, owner },
    statesAt: () => states,
    text: once(() => haystackOf(dagTexts(dag))),
  };
}

function serviceNode(service: ServiceFact, expires?: string): SceneNode {
  const { controlPlane, mesh, zone, namespace, environment, dataDomain } =
    service;
  const external = service.kind === 'MeshExternalService';
  return {
    id: service.ref,
    kind: external ? 'external-service' : 'service',
    ref: service.ref,
    label: service.displayName,
    sublabel: [mesh, zone].filter(Boolean).join(' · '),
    facts: present({
      controlPlane,
      mesh,
      zone,
      namespace,
      kind: service.kind,
      name: service.name,
      ports: service.ports.map(({ port }) => port).join(', ') || undefined,
      proxies: external ? undefined : proxyCountWords(service.proxies),
      // Of the first that expires, where a service has several proxies.
      certificateExpires: expires,
      owner: service.owner,
      dataDomain,
      environment,
    }),
    traits: {
      controlPlane,
      mesh,
      zone,
      namespace,
      environment,
      dataDomain,
      owner: service.owner,
    },
    statesAt: at =>
      ownServiceStates(service, {
        certificateExpired: hasExpired(expires, at),
      }),
    text: once(() => haystackOf(serviceTexts(service))),
  };
}

function unresolvedId(edge: Edge): string {
  return `unresolved:${edge.unresolved ?? ''}`;
}

function unresolvedNode(id: string, edge: Edge): SceneNode {
  return {
    id,
    kind: 'unresolved',
    label: edge.unresolved ?? '',
    sublabel: 'not known as a service',
    facts: { reason: edge.reason },
    traits: {},
    statesAt: () => [],
    text: once(() => haystackOf([edge.unresolved])),
  };
}

/** Finds the identity that a DAG has in a service's mesh, made once for all DAGs on it. */
function identityFinder(byDag: Map<string, DagIdentity[]>) {
  const known = new Map<string, SceneIdentity>();
  return (dag: string, service: ServiceFact): SceneIdentity | undefined => {
    const identity = byDag
      .get(dag)
      ?.find(
        ({ controlPlane, mesh, uriSans }) =>
          controlPlane === service.controlPlane &&
          mesh === service.mesh &&
          uriSans.length > 0,
      );
    if (!identity) return undefined;
    const id = identityId(identityKey(identity) ?? '');
    let node = known.get(id);
    if (!node) {
      node = {
        id,
        label: identityLabel(identity.uriSans),
        uriSans: identity.uriSans,
        sharedBy: identity.sharedBy,
        at: `${service.controlPlane}/${service.mesh}`,
      };
      known.set(id, node);
    }
    return node;
  };
}

function linksTo(dag: DagFact, nodes: Map<string, SceneNode>): SceneLink[] {
  const links = new Map<string, SceneLink>();
  for (const { dagId, via, detail } of dag.upstream) {
    const source = dagEntityRef(dag.instance, dagId);
    if (source === dag.ref || !nodes.has(source)) continue;
    const known = links.get(source);
    const text = `${via} ${detail}`;
    if (known) known.via = `${known.via}, ${text}`;
    else links.set(source, { source, target: dag.ref, via: text });
  }
  return [...links.values()];
}

function present(
  facts: Record<string, string | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facts).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}
