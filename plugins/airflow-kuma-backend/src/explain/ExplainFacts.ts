import {
  BackendReference,
  BorrowedIdentity,
  DagIdentity,
  Enforcement,
  KumaResource,
  Mesh,
  Permission,
  PermittedFacet,
  Proxy,
  ProxyIdentity,
  ServicePort,
  ServiceVerdict,
  SourceStatus,
  WayOut,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ToldWayOut } from './layout/compareLayout';
import { DagFact, ServiceFact } from '../sync/InventoryReader';

/** All that an explanation rests on, read before anything is said. */
export type ExplainFacts = {
  /** ISO instant of the question. */
  now: string;
  dag: DagFact;
  service: ServiceFact;
  port: ServicePort;
  mesh?: Mesh;
  /** What happens to calls at this very port; absent where nobody could be judged. */
  enforcement?: Enforcement;
  sources: { airflow?: SourceStatus; kuma?: SourceStatus };
  /** Identities of the DAG in the mesh of the service; none where it has none there. */
  identities: DagIdentity[];
  permitted: PermittedFacet;
  /** Of the identity with the worst verdict; absent where nobody could be judged. */
  answer?: ServiceVerdict;
  /** Of each proxy of the DAG in the mesh of the service. */
  waysOut: { proxy: string; wayOut: WayOut }[];
  /** Of some of these proxies: what the control plane itself says. */
  told: ToldWayOut[];
  /** What a list of the caller has to hold to mean the service. */
  reference?: { ref: BackendReference; note?: string };
  source: ProxyFacts[];
  destination: ProxyFacts[];
  /** Ids of open requests for this pair. */
  requests: string[];
  /** Policies of the mesh, with their YAML. */
  permissions: Permission[];
  /** URI SANs that live proxies of the mesh show, each once. */
  liveIdentities: string[];
  /** Proxies of the mesh that show an identity of another namespace. */
  borrowed: BorrowedIdentity[];
};

/** A proxy on one side of the call. */
export type ProxyFacts = {
  proxy: Proxy;
  identity: ProxyIdentity;
  /** The MeshIdentity that gives its certificate, where there is one. */
  issuer?: KumaResource;
  /** How that MeshIdentity was, oldest first. */
  issuerHistory: {
    validFrom: string;
    validTo?: string;
    resource: KumaResource;
  }[];
  history: ProxyVersion[];
};

/** How a proxy was from one instant to another. */
export type ProxyVersion = {
  validFrom: string;
  validTo?: string;
  proxy: Pick<Proxy, 'status' | 'since' | 'certificate'>;
};
