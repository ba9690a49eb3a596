import { eventually as repeated } from '../../../../plugins/catalog-backend-module-airflow-kuma/src/__testUtils__/eventually';

/** Airflow takes its time to notice a file, the more on a busy machine. */
const PATIENCE = 120_000;

/** Repeats a check until it passes; fails as the check does. */
export function eventually(check: () => Promise<void>): Promise<void> {
  return repeated(check, PATIENCE);
}
