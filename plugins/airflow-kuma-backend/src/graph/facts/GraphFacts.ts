import {
  CallerWayOut,
  DagIdentity,
  DestinationServicePort,
  Enforcement,
  IdentityProxy,
  Mesh,
  NamedCaller,
  Proxy,
  ProxyIdentity,
  ServiceVerdict,
  SourceIdentity,
  SourceStatus,
  WayOut,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagFact, MeshKey, ServiceFact } from '../../sync/InventoryReader';
import { Mentions } from '../queries/mentions';
import { LiveGrant } from '../GrantReader';
import { ObservationBook } from './ObservationBook';
import { RunBook } from './RunBook';

/** All that edges are built from, at one instant. */
export type GraphFacts = {
  /** ISO instant that this is about. */
  at: string;
  sources: SourceStatus[];
  dags: DagFact[];
  services: ServiceFact[];
  meshes: Mesh[];
  /** By `meshId`; a mesh whose resources were never read has none. */
  judges: Map<string, MeshJudge>;
  /** By entity ref of the DAG. */
  identities: Map<string, DagIdentity[]>;
  /** Proxies of all meshes, as far as telemetry and rules name them. */
  proxies: (IdentityProxy & Pick<Proxy, 'certificate'>)[];
  grants: LiveGrant[];
  /** Requests that wait for a decision or for their start. */
  requests: LiveGrant[];
  observations: ObservationBook;
  running: RunBook;
  /** Template of `airflowKuma.observed.traceUrl`. */
  traceUrl?: string;
  /** Mesh of declarations that name none. */
  defaultMesh?: string;
};

/** Decides calls in one mesh. */
export interface MeshJudge {
  evaluateService(
    source: SourceIdentity,
    destination: DestinationServicePort,
  ): ServiceVerdict;
  /** The same without remembering it, for those who ask about everything. */
  judgeOnce: MeshJudge['evaluateService'];
  /** Which callers its policies tell apart. */
  readonly mentions: Mentions;
  identityOf(proxy: string): ProxyIdentity;
  /** Identities that proxies show, with the proxies. */
  readonly shown: { uriSans: string[]; proxies: string[] }[];
  /** Callers as its permissions name them. */
  readonly named: NamedCaller[];
  /** What happens to calls at a destination. */
  enforcementOf(destination: DestinationServicePort): Enforcement;
  /** Whether a proxy has a way out to a service. */
  wayOut(proxy: string, destination: DestinationServicePort): WayOut;
  /** The same for a caller with several proxies; `undefined` where there is none to tell. */
  callerWayOut(
    proxies: readonly string[],
    destination: DestinationServicePort,
  ): CallerWayOut | undefined;
  /** The same text for callers whose proxies let them out to the same. */
  wayOutClass(proxies: readonly string[]): string;
  /** When a policy last changed (ISO), to tell a denial that it has mended. */
  changedAt(policy: { kind: string; name: string }): string | undefined;
  /** Zones of proxies, by name. */
  zoneOf(proxy: string): string | undefined;
}

/** Key of a mesh in maps. */
export function meshId(key: MeshKey): string {
  return `${key.controlPlane}/${key.mesh}`;
}
