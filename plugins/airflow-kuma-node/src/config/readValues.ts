import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

const DEFAULT_TIMEOUT_MILLISECONDS = 15_000;
const DEFAULT_CONCURRENT_REQUESTS = 4;

/** The name under which a person finds a key in the config. */
export type KeyPath = (key: string) => string;

/**
 * An http(s) address without credentials: those in an address end up in logs.
 */
export function readUrl(config: Config, key: string, path: KeyPath): string {
  const value = config.getString(key);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new InputError(`${path(key)} must be an http or https URL`);
  }
  if (url.username || url.password) {
    throw new InputError(
      `${path(key)} must not hold credentials, they belong under auth`,
    );
  }
  if (url.search || url.hash) {
    throw new InputError(`${path(key)} must have no query and no fragment`);
  }
  return value.replace(/\/+$/, '');
}

/** One of a few words. */
export function readChoice<T extends string>(
  config: Config,
  key: string,
  choices: readonly T[],
  path: KeyPath,
): T | undefined {
  const value = config.getOptionalString(key);
  if (value === undefined) return undefined;
  if (!choices.includes(value as T)) {
    throw new InputError(`${path(key)} must be one of ${choices.join(', ')}`);
  }
  return value as T;
}

/** How to sign in. A block without a type is a mistake, it does not mean none. */
export function readAuthType<T extends string>(
  source: Config,
  types: readonly T[],
  path: KeyPath,
): T | 'none' {
  if (!source.has('auth')) return 'none';
  const type = readChoice(source, 'auth.type', types, path);
  if (!type) throw new InputError(`${path('auth.type')} is missing`);
  return type;
}

/** How much is asked of an upstream, and how long it may take. */
export function readLimits(
  config: Config,
  path: KeyPath,
): { maxConcurrentRequests: number; timeoutMilliseconds: number } {
  const maxConcurrentRequests =
    config.getOptionalNumber('maxConcurrentRequests') ??
    DEFAULT_CONCURRENT_REQUESTS;
  if (!Number.isInteger(maxConcurrentRequests) || maxConcurrentRequests < 1) {
    throw new InputError(
      `${path('maxConcurrentRequests')} must be a whole number of at least 1`,
    );
  }
  const timeoutMilliseconds = config.has('timeout')
    ? durationToMilliseconds(readDurationFromConfig(config, { key: 'timeout' }))
    : DEFAULT_TIMEOUT_MILLISECONDS;
  if (!(timeoutMilliseconds > 0)) {
    throw new InputError(`${path('timeout')} must be longer than nothing`);
  }
  return { maxConcurrentRequests, timeoutMilliseconds };
}
