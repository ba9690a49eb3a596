import { InventoryTable } from '../components';
import { FilterKey } from '../hooks/filterKeys';
import { useApiClient } from '../hooks/useApiClient';
import { serviceColumns } from './serviceColumns';

const FILTERS: FilterKey[] = [
  'controlPlane',
  'mesh',
  'zone',
  'environment',
  'dataDomain',
  'owner',
  'state',
];

/** All services of all meshes. */
export function ServicesPage() {
  const api = useApiClient();
  return (
    <InventoryTable
      label="Services"
      of="services"
      searchLabel="Search services"
      columns={serviceColumns}
      filterKeys={FILTERS}
      load={(query, signal) => api.services(query, signal)}
      empty="No service fits these filters. Clear them, or look at the Sources tab whether every control plane could be read."
    />
  );
}
