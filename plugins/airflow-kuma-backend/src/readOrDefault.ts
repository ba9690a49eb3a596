import { toError } from '@backstage/errors';

/**
 * A value from config. A wrong one becomes its default and a report that names
 * the key: no mistake in our config may keep the portal from starting.
 */
export function readOrDefault<T>(
  key: string,
  fallback: T,
  read: () => T | undefined,
  report: (message: string) => void,
): T {
  try {
    return read() ?? fallback;
  } catch (error) {
    const { message } = toError(error);
    report(
      `${
        message.includes(key) ? message : `${key}: ${message}`
      }; the default holds until this is mended`,
    );
    return fallback;
  }
}
