import {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { InventoryProvider } from '../../../../plugins/catalog-backend-module-airflow-kuma/src/provider/InventoryProvider';

/** Notes every mutation that our providers hand to the catalog. */
export function countMutations(): EntityProviderMutation[] {
  const seen: EntityProviderMutation[] = [];
  const connect = InventoryProvider.prototype.connect;
  jest
    .spyOn(InventoryProvider.prototype, 'connect')
    .mockImplementation(function noteMutations(
      this: InventoryProvider<{ ready: boolean }>,
      connection: EntityProviderConnection,
    ) {
      return connect.call(this, {
        ...connection,
        refresh: options => connection.refresh(options),
        applyMutation: mutation => {
          seen.push(mutation);
          return connection.applyMutation(mutation);
        },
      });
    });
  return seen;
}
