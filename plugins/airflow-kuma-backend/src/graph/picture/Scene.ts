import {
  Edge,
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * A DAG, a service, what a DAG calls without anybody knowing it, or an identity
 * that was seen calling and could be of several DAGs.
 */
export type SceneNode = {
  id: string;
  kind: Exclude<GraphNode['kind'], 'group'>;
  ref?: string;
  label: string;
  sublabel?: string;
  facts: Record<string, string>;
  /** What nodes are filtered and grouped by. */
  traits: {
    instance?: string;
    controlPlane?: string;
    mesh?: string;
    zone?: string;
    namespace?: string;
    environment?: string;
    dataDomain?: string;
    owner?: string;
  };
  /** Words of the state filter that fit at an instant, besides edge states. */
  statesAt: (milliseconds: number) => string[];
  /** Lower case, for the text filter; made when first asked for. */
  text: () => string;
};

/** An edge of the access kind, from a DAG or a shared identity to a service. */
export type SceneEdge = {
  source: string;
  target: string;
  edge: Edge;
  /** Identity that the DAG has in the service's mesh. */
  identity?: SceneIdentity;
  change?: GraphEdge['change'];
};

/** A workload identity, as a node in the middle. */
export type SceneIdentity = {
  id: string;
  label: string;
  uriSans: string[];
  sharedBy: number;
  at: string;
};

/** One DAG waits for another. */
export type SceneLink = { source: string; target: string; via: string };

/** What a picture is drawn from. Frozen once built: callers share it. */
export type Scene = {
  nodes: Map<string, SceneNode>;
  edges: SceneEdge[];
  links: SceneLink[];
};
