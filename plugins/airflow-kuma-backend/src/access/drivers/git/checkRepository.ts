import { InputError } from '@backstage/errors';

/** A repository that can be read and written over HTTP(S); an error names the key. */
export function checkRepository(
  repository: string | undefined,
  prefix: string,
): string {
  if (!repository) throw new InputError(`${prefix}repository: is missing`);
  let url: URL;
  try {
    url = new URL(repository);
  } catch {
    throw new InputError(`${prefix}repository: must be a URL`);
  }
  if (!['http:', 'https:'].includes(url.protocol)) {
    throw new InputError(`${prefix}repository: must be a URL over HTTP(S)`);
  }
  if (url.username || url.password) {
    throw new InputError(
      `${prefix}repository: must not hold credentials; use ${prefix}username and ${prefix}token`,
    );
  }
  return repository;
}

/** A path below the top of a repository. */
export function checkPath(path: string, prefix: string): string {
  if (path.startsWith('/') || path.split('/').includes('..')) {
    throw new InputError(`${prefix}path: must lie inside the repository`);
  }
  return path;
}

/** How a change gets to the branch. */
export function checkMode(
  mode: string,
  prefix: string,
): 'push' | 'pullRequest' {
  if (mode !== 'push' && mode !== 'pullRequest') {
    throw new InputError(`${prefix}mode: must be push or pullRequest`);
  }
  return mode;
}
