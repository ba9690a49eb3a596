import { setTimeout as sleep } from 'node:timers/promises';

/** A turn of sync and one of the catalog, on a busy machine. */
const PATIENCE = 240_000;

/** Repeats a check until it passes; fails as the check does. */
export async function eventually(
  check: () => Promise<void>,
  patience = PATIENCE,
): Promise<void> {
  const until = Date.now() + patience;
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
