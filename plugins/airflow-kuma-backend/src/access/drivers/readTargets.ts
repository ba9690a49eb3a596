import { Config } from '@backstage/config';
import { readOrDefault } from '../../readOrDefault';

const KEY = 'airflowKuma.kuma.controlPlanes';

/**
 * Reads what a driver needs of every control plane that chose it. What is
 * wrong with one is a problem that names the key, and keeps no other.
 */
export function readTargets<T>(
  config: Config,
  driver: string,
  read: (source: Config) => T,
): { targets: Map<string, T>; problems: Map<string, string> } {
  const targets = new Map<string, T>();
  const problems = new Map<string, string>();
  const names = quietly([], () => config.getOptionalConfig(KEY)?.keys());
  for (const name of names) {
    const source = config.getConfig(KEY).getConfig(name);
    const chosen = quietly(undefined, () => source.getOptional('driver'));
    if (chosen !== driver) continue;
    try {
      targets.set(name, read(source));
    } catch (error) {
      problems.set(name, `${KEY}.${name}.${(error as Error).message}`);
    }
  }
  return { targets, problems };
}

/** What is wrong with a control plane as a whole, its own reader says. */
function quietly<T>(fallback: T, read: () => T | undefined): T {
  return readOrDefault(KEY, fallback, read, () => {});
}
