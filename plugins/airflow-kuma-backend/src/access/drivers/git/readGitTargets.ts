import { Config } from '@backstage/config';
import { readOrDefault } from '../../../readOrDefault';
import { checkMode, checkPath, checkRepository } from './checkRepository';

const KEY = 'airflowKuma.kuma.controlPlanes';

/** Where permissions of a control plane are committed. */
export type GitTarget = {
  repository: string;
  branch: string;
  path: string;
  mode: 'push' | 'pullRequest';
  username?: string;
  token?: string;
};

/** Reads `git` of every control plane whose driver it is; an error names the key. */
export function readGitTargets(config: Config): {
  targets: Map<string, GitTarget>;
  errors: string[];
} {
  const targets = new Map<string, GitTarget>();
  const errors: string[] = [];
  const names = quietly([], () => config.getOptionalConfig(KEY)?.keys());
  for (const name of names) {
    const source = config.getConfig(KEY).getConfig(name);
    const driver = quietly(undefined, () => source.getOptional('driver'));
    if (driver !== 'git') continue;
    try {
      targets.set(name, readTarget(source));
    } catch (error) {
      errors.push(`${KEY}.${name}.${(error as Error).message}`);
    }
  }
  return { targets, errors };
}

/** What is wrong with a control plane as a whole, its own reader says. */
function quietly<T>(fallback: T, read: () => T | undefined): T {
  return readOrDefault(KEY, fallback, read, () => {});
}

function readTarget(source: Config): GitTarget {
  const text = (key: string) => source.getOptionalString(`git.${key}`);
  return {
    repository: checkRepository(text('repository'), 'git.'),
    branch: text('branch') ?? 'main',
    path: checkPath(text('path') ?? 'airflow-kuma', 'git.'),
    mode: checkMode(text('mode') ?? 'push', 'git.'),
    username: text('username'),
    token: text('token'),
  };
}
