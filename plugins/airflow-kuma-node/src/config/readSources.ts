import { Config } from '@backstage/config';
import { stringifyError } from '@backstage/errors';
import { SourceConfig } from './SourceConfig';

/**
 * Reads each source below a key on its own.
 */
export function readSources<T>(
  config: Config,
  key: string,
  read: (source: Config, name: string) => T,
): SourceConfig<T>[] {
  let names: string[];
  try {
    // The config of a running backend notices only here that it is no map.
    names = config.getOptionalConfig(key)?.keys() ?? [];
  } catch (error) {
    return [{ name: key, title: key, ok: false, error: messageOf(error) }];
  }
  return names.map(name =>
    readSource(name, () => config.getConfig(key).getConfig(name), read),
  );
}

/**
 * Reads one source; what is wrong with it becomes its error.
 */
export function readSource<T>(
  name: string,
  open: () => Config,
  read: (source: Config, name: string) => T,
): SourceConfig<T> {
  let title = name;
  try {
    const source = open();
    title = source.getOptionalString('title') ?? name;
    return { name, title, ok: true, config: read(source, name) };
  } catch (error) {
    return { name, title, ok: false, error: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : stringifyError(error);
}
