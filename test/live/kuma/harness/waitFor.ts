import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks until the probe answers something, and returns that answer.
 *
 * An error of the probe counts as "not yet"; the last one is told when the
 * time is over.
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined | false>,
  options?: { timeoutMs?: number; everyMs?: number },
): Promise<T> {
  const timeoutMs = options?.timeoutMs ?? 30_000;
  const end = Date.now() + timeoutMs;
  let lastError: unknown;
  do {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) {
        return answer;
      }
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await sleep(options?.everyMs ?? 100);
  } while (Date.now() < end);
  const reason = lastError ? `: ${(lastError as Error).message}` : '';
  throw new Error(`waited ${timeoutMs} ms for ${what}${reason}`, {
    cause: lastError,
  });
}
