import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { KumaAuth, KumaClientConfig } from '../kuma/KumaClientConfig';
import { readSources } from './readSources';
import { KeyPath, readAuthType, readLimits, readUrl } from './readValues';
import { SourceConfig } from './SourceConfig';

const KEY = 'airflowKuma.kuma.controlPlanes';
const AUTH_TYPES = ['token', 'clientCertificate', 'none'] as const;

/**
 * Reads what clients need of `airflowKuma.kuma.controlPlanes`.
 * @public
 */
export function readKumaSources(
  config: Config,
): SourceConfig<KumaClientConfig>[] {
  return readSources(config, KEY, (source, name) => {
    const path = (key: string) => `${KEY}.${name}.${key}`;
    return {
      name,
      baseUrl: readUrl(source, 'baseUrl', path),
      auth: readAuth(source, path),
      ...readLimits(source, path),
    };
  });
}

function readAuth(source: Config, path: KeyPath): KumaAuth {
  const type = readAuthType(source, AUTH_TYPES, path);
  switch (type) {
    case 'token':
      return { type, token: source.getString('auth.token') };
    case 'clientCertificate':
      return {
        type,
        certificate: readPem(source, 'auth.certificate', path),
        key: readPem(source, 'auth.key', path),
        ca: source.has('auth.ca')
          ? readPem(source, 'auth.ca', path)
          : undefined,
      };
    default:
      return { type: 'none' };
  }
}

function readPem(source: Config, key: string, path: KeyPath): string {
  const value = source.getString(key);
  if (!value.includes('-----BEGIN ')) {
    throw new InputError(`${path(key)} must be PEM text, not a file name`);
  }
  return value;
}
