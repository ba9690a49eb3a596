import { resolve } from 'node:path';

/** Absolute, because Backstage's CLI reads them from the package's folder. */
export function configFlags(files) {
  return files.flatMap(file => ['--config', resolve(file)]);
}
