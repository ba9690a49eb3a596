import { setTimeout as sleep } from 'node:timers/promises';

/** Airflow takes its time to notice a file, the more on a busy machine. */
const PATIENCE = 120_000;

/** Repeats a check until it passes; fails as the check does. */
export async function eventually(check: () => Promise<void>): Promise<void> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(500);
    }
  }
}
