import { ServiceRow } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DOMAIN } from './dagOptions';

/** What the service-and-port picker gives to the template. @public */
export type DestinationValue = { ref: string; port?: number };

/** Something that can be the destination. */
export type DestinationOption = {
  value: DestinationValue;
  label: string;
  detail: string;
  group: 'Services and ports' | 'Data domains';
};

/** One option for each port, because permission is given for one port. */
export function serviceOptions(rows: ServiceRow[]): DestinationOption[] {
  const domains = [
    ...new Set(rows.flatMap(row => row.dataDomain ?? [])),
  ].sort();
  return [
    ...rows.flatMap(row =>
      row.ports.map(port => ({
        value: { ref: row.ref, port: port.port },
        label: `${row.displayName}:${port.port}`,
        detail: [
          row.name !== row.displayName && row.name,
          port.name,
          port.protocol,
          row.mesh,
          row.zone,
          row.dataDomain,
        ]
          .filter(Boolean)
          .join(' · '),
        group: 'Services and ports' as const,
      })),
    ),
    ...domains.map(destinationDomain),
  ];
}

/** A data domain as a destination. */
export function destinationDomain(domain: string): DestinationOption {
  return {
    value: { ref: `${DOMAIN}${domain}` },
    label: domain,
    detail: 'All services of the data domain, all ports',
    group: 'Data domains',
  };
}

export function isSameDestination(
  left: DestinationValue,
  right: DestinationValue,
): boolean {
  return left.ref === right.ref && left.port === right.port;
}
