import {
  areOffline,
  EDGE_STATES,
  ServiceRow,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync';
import { ParsedTableQuery } from '../parseQuery';
import { CertificateSummary } from './certificates';
import { EdgeSummary } from './edgeCounts';
import { anyOf, containsText, isOneOf } from './matches';
import { SortKeys } from './tableOf';

/** A service with what its edges and proxies say, before it is a row. */
export type ServiceEntry = {
  service: ServiceFact;
  summary: EdgeSummary;
  certificate: CertificateSummary;
};

/** States of a service that a filter can ask for. */
export function serviceStates(entry: ServiceEntry): string[] {
  return [
    ...ownServiceStates(entry.service, entry.certificate),
    ...(entry.summary.worst ? [entry.summary.worst] : []),
  ];
}

/** Those of them that do not come from its edges. */
export function ownServiceStates(
  { proxies }: ServiceFact,
  { certificateExpired }: Pick<CertificateSummary, 'certificateExpired'>,
): string[] {
  return [
    ...(areOffline(proxies) ? ['offline'] : []),
    ...(certificateExpired ? ['certificate-expired'] : []),
  ];
}

/** What the text filter looks into. */
export function serviceTexts(service: ServiceFact): (string | undefined)[] {
  return [
    service.name,
    service.displayName,
    service.description,
    service.mesh,
    service.zone,
    service.owner,
    service.namespace,
    service.dataDomain,
    service.environment,
    ...service.hostnames,
    ...service.addresses,
    ...Object.entries(service.labels).map(([key, value]) => `${key}=${value}`),
  ];
}

/**
 * Whether a service passes the filters; `instance` means Airflow instances
 * whose DAGs have edges to it.
 */
export function serviceMatches(
  entry: ServiceEntry,
  query: ParsedTableQuery,
  linked: { instance: string[] },
): boolean {
  const { service } = entry;
  return (
    isOneOf(query.controlPlane, service.controlPlane) &&
    isOneOf(query.mesh, service.mesh) &&
    isOneOf(query.zone, service.zone) &&
    isOneOf(query.environment, service.environment) &&
    isOneOf(query.dataDomain, service.dataDomain) &&
    isOneOf(query.owner, service.owner) &&
    anyOf(query.state, serviceStates(entry)) &&
    anyOf(query.instance, linked.instance) &&
    containsText(query.text, serviceTexts(service))
  );
}

export const SERVICE_SORT_KEYS: SortKeys<ServiceEntry> = {
  name: ({ service }) => service.displayName,
  mesh: ({ service }) => service.mesh,
  controlPlane: ({ service }) => service.controlPlane,
  kind: ({ service }) => service.kind,
  zone: ({ service }) => service.zone,
  owner: ({ service }) => service.owner,
  dataDomain: ({ service }) => service.dataDomain,
  environment: ({ service }) => service.environment,
  proxies: ({ service }) => service.proxies.online,
  certificateExpires: ({ certificate }) => certificate.certificateExpires,
  worst: ({ summary }) => summary.worst && EDGE_STATES.indexOf(summary.worst),
};

/** A row of the service table. */
export function serviceRow(entry: ServiceEntry): ServiceRow {
  const { service } = entry;
  return {
    ref: service.ref,
    controlPlane: service.controlPlane,
    mesh: service.mesh,
    kind: service.kind,
    name: service.name,
    displayName: service.displayName,
    zone: service.zone,
    owner: service.owner,
    dataDomain: service.dataDomain,
    environment: service.environment,
    proxies: service.proxies,
    ports: service.ports,
    hostnames: service.hostnames,
    ...entry.certificate,
    ...entry.summary,
  };
}
