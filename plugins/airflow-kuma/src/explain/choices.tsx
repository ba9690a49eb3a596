import { nameWithId } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useApiClient } from '../hooks/useApiClient';
import { EntityChoice } from './EntityChoice';

/** How many to offer. */
const OFFERED = 20;

type ChoiceProps = {
  label?: string;
  value?: string;
  onChange: (ref: string | undefined) => void;
};

/** Chooses a DAG. */
export function DagChoice({ label = 'DAG', ...props }: ChoiceProps) {
  const api = useApiClient();
  return (
    <EntityChoice
      {...props}
      label={label}
      search={async (text, signal) =>
        (await api.dags({ text, limit: OFFERED }, signal)).items.map(row => ({
          ref: row.ref,
          name: nameWithId(row.displayName, row.dagId),
          hint: row.instance,
        }))
      }
    />
  );
}

/** Chooses a service. */
export function ServiceChoice({ label = 'Service', ...props }: ChoiceProps) {
  const api = useApiClient();
  return (
    <EntityChoice
      {...props}
      label={label}
      search={async (text, signal) =>
        (await api.services({ text, limit: OFFERED }, signal)).items.map(
          row => ({
            ref: row.ref,
            name: nameWithId(row.displayName, row.name),
            hint: `${row.controlPlane} / ${row.mesh}`,
          }),
        )
      }
    />
  );
}
