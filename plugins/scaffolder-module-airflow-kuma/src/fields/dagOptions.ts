import {
  DagRow,
  nameWithId,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Something that can be the source: a DAG, or a whole data domain. */
export type SourceOption = {
  value: string;
  label: string;
  detail: string;
  group: 'Data domains (recommended)' | 'DAGs';
};

/** Beginning of a value that stands for a data domain. */
export const DOMAIN = 'domain:';

/** What an option is made of; a row of the table has it, and more. */
type SourceRow = Pick<
  DagRow,
  | 'ref'
  | 'dagId'
  | 'displayName'
  | 'instance'
  | 'dataDomain'
  | 'schedule'
  | 'owner'
>;

/** Domains first: one grant for a domain is easier to review than many single ones. */
export function dagOptions(
  rows: SourceRow[],
  nameOf: (owner: string) => string,
): SourceOption[] {
  const domains = [
    ...new Set(rows.flatMap(row => row.dataDomain ?? [])),
  ].sort();
  return [
    ...domains.map(sourceDomain),
    ...rows.map(row => ({
      value: row.ref,
      label: nameWithId(row.displayName, row.dagId),
      detail: [
        row.instance,
        row.dataDomain,
        row.schedule,
        row.owner && `owned by ${nameOf(row.owner)}`,
      ]
        .filter(Boolean)
        .join(' · '),
      group: 'DAGs' as const,
    })),
  ];
}

/** A data domain as a source, and why it is recommended. */
export function sourceDomain(domain: string): SourceOption {
  return {
    value: `${DOMAIN}${domain}`,
    label: domain,
    detail:
      'One grant to review instead of one for each DAG; for all DAGs of the domain that have a workload identity',
    group: 'Data domains (recommended)',
  };
}
