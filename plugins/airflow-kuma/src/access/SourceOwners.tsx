import { SourceOwner } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** Whose DAGs access is asked for, and whether that is who asks. */
export function SourceOwners(props: { owners: SourceOwner[] }) {
  return (
    <>
      {props.owners.map(({ ref, asks }, index) => (
        <span key={ref}>
          {index > 0 && ', '}
          <EntityRefLink entityRef={ref} defaultKind="group" />
          {!asks && ' (not who asks)'}
        </span>
      ))}
    </>
  );
}
