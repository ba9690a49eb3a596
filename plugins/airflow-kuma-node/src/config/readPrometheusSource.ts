import { Config } from '@backstage/config';
import {
  PrometheusAuth,
  PrometheusClientConfig,
} from '../prometheus/PrometheusClientConfig';
import { readSource } from './readSources';
import { KeyPath, readAuthType, readLimits, readUrl } from './readValues';
import { SourceConfig } from './SourceConfig';

const KEY = 'airflowKuma.observed.prometheus';
const AUTH_TYPES = ['basic', 'bearer', 'none'] as const;

/**
 * Reads what a client needs of `airflowKuma.observed.prometheus`; `undefined`
 * where there is none.
 * @public
 */
export function readPrometheusSource(
  config: Config,
): SourceConfig<PrometheusClientConfig> | undefined {
  if (!config.has(KEY)) return undefined;
  return readSource(
    'prometheus',
    () => config.getConfig(KEY),
    source => {
      const path = (key: string) => `${KEY}.${key}`;
      return {
        baseUrl: readUrl(source, 'baseUrl', path),
        auth: readAuth(source, path),
        labels: {
          mesh: source.getOptionalString('labels.mesh') ?? 'mesh',
          workload:
            source.getOptionalString('labels.workload') ?? 'kuma_workload',
          cluster:
            source.getOptionalString('labels.cluster') ?? 'envoy_cluster_name',
        },
        ...readLimits(source, path),
      };
    },
  );
}

function readAuth(source: Config, path: KeyPath): PrometheusAuth {
  const type = readAuthType(source, AUTH_TYPES, path);
  switch (type) {
    case 'basic':
      return {
        type,
        username: source.getString('auth.username'),
        password: source.getString('auth.password'),
      };
    case 'bearer':
      return { type, token: source.getString('auth.token') };
    default:
      return { type: 'none' };
  }
}
