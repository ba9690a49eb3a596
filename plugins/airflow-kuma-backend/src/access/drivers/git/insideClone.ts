import { InputError } from '@backstage/errors';
import { promises as fs } from 'node:fs';
import { join } from 'node:path';

/**
 * The absolute path of a file of a clone. Whoever may commit to a repository
 * may also commit symbolic links, and through one the backend would read,
 * write or remove files of its own machine: every step of the path must
 * therefore be a real folder or file of the clone, or not be there yet.
 *
 * @throws InputError that names the step that is refused
 */
export async function insideClone(dir: string, path: string): Promise<string> {
  const steps = path.split('/').filter(step => step !== '' && step !== '.');
  if (steps.some(step => step === '..' || /^\.git$/i.test(step))) {
    throw new InputError(
      `"${path}" leaves the repository; correct the path of its git driver`,
    );
  }
  let at = dir;
  for (const [index, step] of steps.entries()) {
    at = join(at, step);
    const stat = await lstat(at);
    if (!stat) break;
    if (stat.isSymbolicLink()) {
      throw new InputError(
        `"${steps
          .slice(0, index + 1)
          .join(
            '/',
          )}" is a symbolic link, which is not followed; replace it by a real folder, or choose another path for the git driver`,
      );
    }
  }
  return join(dir, ...steps);
}

async function lstat(path: string) {
  try {
    return await fs.lstat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
