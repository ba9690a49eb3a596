import { readFileSync } from 'fs';
import { join, resolve } from 'path';
import { Answer } from './startUpstream';

const FOLDER = resolve(__dirname, '../../../../test/recordings');

/** The answer of a real system, see `test/recordings`. */
export function recorded(system: string, name: string): Answer {
  const { response } = JSON.parse(
    readFileSync(join(FOLDER, system, `${name}.json`), 'utf8'),
  );
  return {
    status: response.status,
    contentType: response.contentType,
    body: response.body,
  };
}

/** The items of a recorded list. */
export function recordedItems<T>(
  system: string,
  name: string,
  list: string,
): T[] {
  return (recorded(system, name).body as Record<string, T[]>)[list];
}
