import { Config } from '@backstage/config';
import { readTargets } from '../readTargets';
import { checkMode, checkPath, checkRepository } from './checkRepository';

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
  const { targets, problems } = readTargets(config, 'git', readTarget);
  return { targets, errors: [...problems.values()] };
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
