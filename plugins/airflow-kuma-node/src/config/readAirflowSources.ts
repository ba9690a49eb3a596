import { Config } from '@backstage/config';
import {
  AirflowAuth,
  AirflowClientConfig,
} from '../airflow/AirflowClientConfig';
import { readAuthType, readChoice, readLimits, readUrl } from './readValues';
import { readSources } from './readSources';
import { SourceConfig } from './SourceConfig';

const KEY = 'airflowKuma.airflow.instances';
const AUTH_TYPES = [
  'password',
  'clientCredentials',
  'bearer',
  'basic',
  'none',
] as const;

/**
 * Reads what clients need of `airflowKuma.airflow.instances`.
 * @public
 */
export function readAirflowSources(
  config: Config,
): SourceConfig<AirflowClientConfig>[] {
  return readSources(config, KEY, (source, name) => {
    const path = (key: string) => `${KEY}.${name}.${key}`;
    const apiVersion = readChoice(
      source,
      'apiVersion',
      ['auto', 'v1', 'v2'] as const,
      path,
    );
    const baseUrl = readUrl(source, 'baseUrl', path);
    return {
      name,
      baseUrl,
      uiUrl: source.has('uiUrl') ? readUrl(source, 'uiUrl', path) : baseUrl,
      apiVersion: apiVersion === 'auto' ? undefined : apiVersion,
      auth: readAuth(source, path),
      ...readLimits(source, path),
    };
  });
}

function readAuth(source: Config, path: (key: string) => string): AirflowAuth {
  const type = readAuthType(source, AUTH_TYPES, path);
  switch (type) {
    case 'password':
    case 'basic':
      return {
        type,
        username: source.getString('auth.username'),
        password: source.getString('auth.password'),
      };
    case 'clientCredentials':
      return {
        type,
        clientId: source.getString('auth.clientId'),
        clientSecret: source.getString('auth.clientSecret'),
      };
    case 'bearer':
      return { type, token: source.getString('auth.token') };
    default:
      return { type: 'none' };
  }
}
