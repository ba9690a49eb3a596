import { Edge, EdgeState } from '../edges/types';
import { PolicyReference } from '../evaluator/types';
import { Callers } from './callers';
import { DataAge, EdgeCounts, InventoryFilter } from './inventory';

/** By what the graph can be grouped. @public */
export const GRAPH_GROUPINGS = [
  'none',
  'dataDomain',
  'owner',
  'environment',
  'instance',
  'mesh',
  'namespace',
] as const;

/** By what the graph opens grouped. @public */
export type GraphGrouping = (typeof GRAPH_GROUPINGS)[number];

/** `GET /graph` query. @public */
export type GraphQuery = InventoryFilter & {
  grouping?: GraphGrouping;
  /** Ids of groups to open in place. */
  open?: string[];
  /** Entity refs to centre on; only their neighbourhood is answered. */
  focus?: string[];
  /** Steps from the focus, 1 to 5. */
  depth?: number;
  /** Only edges in these states. */
  edgeState?: EdgeState[];
  /** Only edges that access logs saw refused within so many hours. */
  deniedWithin?: number;
  /** Put the workload identity between DAG and service. */
  identities?: boolean;
  /** ISO instant; the graph as it was then. */
  asOf?: string;
  /** ISO instant to compare with; edges then carry `change`. */
  compareTo?: string;
  /** Shown at most before bundling further; default 300. */
  limit?: number;
};

/** How many things are in a group. @public */
export type GroupSize = {
  dags: number;
  services: number;
  /** Identities that DAGs share; absent where there are none. */
  identities?: number;
  /** Names that DAGs declare and no service has; absent where there are none. */
  unresolved?: number;
};

/** A node: one thing, or a closed group of things. @public */
export type GraphNode = {
  id: string;
  kind:
    | 'dag'
    | 'service'
    | 'external-service'
    | 'identity'
    | 'group'
    | 'unresolved';
  /** Entity ref, where the node is an entity. */
  ref?: string;
  label: string;
  /** e.g. instance and schedule, or mesh and zone. */
  sublabel?: string;
  /** Group that this node is drawn in when open. */
  parent?: string;
  /** Set on groups: what is inside. */
  contains?: GroupSize;
  /** Of the edges that touch it, wherever they begin. */
  worst?: EdgeState;
  /** Set on groups: edges that begin in it, by state; over all groups they add up to all. */
  counts?: EdgeCounts;
  /** Set on groups: edges that reach it from elsewhere, by state. */
  reached?: EdgeCounts;
  facts: Record<string, string>;
};

/** An edge, or a bundle of edges between closed groups. @public */
export type GraphEdge = {
  id: string;
  source: string;
  target: string;
  kind: 'access' | 'dag' | 'runs-as';
  /** Worst state inside. */
  state?: EdgeState;
  counts: EdgeCounts;
  /** How many edges this one stands for. */
  total: number;
  /** Set where the edge stands for exactly one. */
  edge?: Edge;
  /** How many of them are not well (see `edgeHealth`); absent where none is. */
  ailing?: number;
  /** With `deniedWithin`: how many of them were refused then, and when last (ISO). */
  denied?: { count: number; last: string };
  /** With `compareTo`: what happened since then. */
  change?: 'added' | 'removed' | 'changed' | 'same';
};

/** `GET /graph` answer. @public */
export type GraphAnswer = {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Groups that could be opened, with sizes. */
  groups: (GroupSize & {
    id: string;
    label: string;
    open: boolean;
    worst?: EdgeState;
  })[];
  totals: { dags: number; services: number; edges: number; states: EdgeCounts };
  /** What is not drawn, and why. Never silently dropped. */
  hidden: { nodes: number; edges: number; reason: string }[];
  asOf: string;
  /**
   * With `asOf`: sources of what is seen for which the instant lies between two
   * reads that found different things. What is shown is what the first found.
   */
  between?: { title: string; before: string; after?: string }[];
  /** Sources of what is seen that cannot be read now, with how old it is. */
  unwell?: DataAge;
  /**
   * Permitted pairs without any declaration, observation or grant; absent
   * until they are counted, which a picture does not wait for.
   */
  permittedOnly?: number;
};

/** One DAG or service at the other end of a permitted call. @public */
export type Reachable = {
  ref: string;
  name: string;
  /** Where a service is. */
  mesh?: string;
  outcome: 'allow' | 'not-enforced';
  /** Ports that are open. */
  ports: number[];
  /** Why, in a sentence; of the first open port. */
  reason: string;
  policy?: PolicyReference;
  /** State of the edge, where there is one; absent for pairs that are merely permitted. */
  state?: EdgeState;
};

/**
 * `GET /graph/reach?to=<service>`: which DAGs can reach it.
 * `GET /graph/reach?from=<dag>`: which services it can reach.
 * @public
 */
export type ReachAnswer = {
  items: Reachable[];
  total: number;
  /** Entities about which nobody can tell, e.g. DAGs without an identity. */
  unknown: number;
  /** With `to`: everybody else too, and the same as on the service's page. */
  callers?: Callers;
};

/** One call on the way from a DAG to a service. @public */
export type PathHop = {
  source: string;
  destination: string;
  outcome: 'allow' | 'not-enforced';
  ports: number[];
  reason: string;
  policies: PolicyReference[];
};

/** `GET /graph/path?source=<dag>&destination=<service>` @public */
export type PathAnswer = {
  /** Shortest way; one hop where the call is let through directly, empty where there is none. */
  hops: PathHop[];
  /** One sentence. */
  sentence: string;
  /** `false` where the search ended before everything was looked at. */
  complete: boolean;
};

/** A caller that the mesh refused, as access logs tell it. @public */
export type RefusedCaller = {
  /** SPIFFE ID of its certificate. */
  uriSan: string;
  /** DAGs and services that run as it, the first few: any may be the one. */
  runsAs: { ref: string; name: string }[];
  runsAsTotal: number;
  /** Policy that refused it; absent where no rule let it in. */
  policy?: string;
  count: number;
  lastDenied: string;
};

/**
 * `GET /graph/denials?service=<ref>`: calls that a service's proxies refused
 * in the last day. A part that nobody can tell is absent, and `notKnown` says why.
 * @public
 */
export type DenialsAnswer = {
  /** ISO start of the day that is looked at; absent where there is no source. */
  since?: string;
  /** From metrics: how many, whoever called. */
  counted?: {
    refused: number;
    /** Other services behind the same proxies, which the count is of as well. */
    alsoOf: { ref: string; name: string }[];
  };
  /** From access logs: who was refused, newest first. */
  logged?: {
    /** ISO time from which on logs tell; the start of the day, or the first log. */
    since?: string;
    callers: RefusedCaller[];
    /** Refused calls of callers that are nothing that you may see. */
    othersCount: number;
  };
  notKnown: string[];
};

/** `POST /graph/impact`: what a change of permissions would open and close. @public */
export type ImpactQuery = {
  controlPlane: string;
  mesh: string;
  /** Policies as YAML or JSON, as they would be written; one of the same name is replaced. */
  add?: string[];
  /** Policies that would go. */
  remove?: { kind: PolicyReference['kind']; name: string }[];
};

/** @public */
export type ImpactAnswer = {
  /** Only what changes: `added` opens, `removed` closes. */
  nodes: GraphNode[];
  edges: GraphEdge[];
  opens: number;
  closes: number;
  /** Of those that close, how many are declared or were observed. */
  breaks: number;
  hidden: GraphAnswer['hidden'];
};
