import { InventoryTable } from '../components';
import { FilterKey } from '../hooks/filterKeys';
import { useApiClient } from '../hooks/useApiClient';
import { dagColumns } from './dagColumns';

const FILTERS: FilterKey[] = [
  'instance',
  'environment',
  'dataDomain',
  'owner',
  'state',
];

/** All DAGs. */
export function DagsPage() {
  const api = useApiClient();
  return (
    <InventoryTable
      label="DAGs"
      of="dags"
      searchLabel="Search DAGs"
      columns={dagColumns}
      filterKeys={FILTERS}
      load={(query, signal) => api.dags(query, signal)}
      empty="No DAG fits these filters. Clear them, or look at the Sources tab whether every Airflow instance could be read."
    />
  );
}
