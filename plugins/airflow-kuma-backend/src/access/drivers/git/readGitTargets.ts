import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readOrDefault } from '../../../readOrDefault';

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
  const repository = source.getOptionalString('git.repository');
  if (!repository) throw new InputError('git.repository: is missing');
  let url: URL;
  try {
    url = new URL(repository);
  } catch {
    throw new InputError('git.repository: must be a URL');
  }
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new InputError('git.repository: must be a URL over HTTP(S)');
  }
  if (url.username || url.password) {
    throw new InputError(
      'git.repository: must not hold credentials; use git.username and git.token',
    );
  }
  const mode = source.getOptionalString('git.mode') ?? 'push';
  if (mode !== 'push' && mode !== 'pullRequest') {
    throw new InputError('git.mode: must be push or pullRequest');
  }
  const path = source.getOptionalString('git.path') ?? 'airflow-kuma';
  if (path.startsWith('/') || path.split('/').includes('..')) {
    throw new InputError('git.path: must lie inside the repository');
  }
  return {
    repository,
    branch: source.getOptionalString('git.branch') ?? 'main',
    path,
    mode,
    username: source.getOptionalString('git.username'),
    token: source.getOptionalString('git.token'),
  };
}
