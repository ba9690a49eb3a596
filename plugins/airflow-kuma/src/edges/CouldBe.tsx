import { counted } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityNames } from '../components';

/** Names to list before counting the rest. */
const SHOWN = 5;

/** The DAGs that calls of a shared identity could be of. */
export function CouldBe(props: {
  dags: { ref: string; name?: string }[];
  /** How many in all, also those that nobody here may see. */
  total: number;
}) {
  const { dags, total } = props;
  const shown = dags.slice(0, SHOWN);
  const more = total - shown.length;
  return (
    <>
      {'could be '}
      <EntityNames
        entities={shown}
        beforeLast=" or "
        more={more > 0 ? ` or ${counted(more, 'other DAG')}` : undefined}
      />
    </>
  );
}
