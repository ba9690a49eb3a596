import { HttpClient } from '../http/types';
import { controlPlaneConfig } from './rows';
import { ControlPlaneConfig, Deployment } from './types';

/** Reads of `/config` what is needed, and lets go of the rest. */
export async function readConfig(
  http: HttpClient,
  signal?: AbortSignal,
): Promise<ControlPlaneConfig> {
  const config = await http.request({
    path: '/config',
    schema: controlPlaneConfig,
    signal,
  });
  const { mode, environment, multizone, store, defaults: restricts } = config;
  const zone = multizone?.zone;
  const deployment: Deployment | undefined =
    mode && environment
      ? {
          mode,
          environment,
          zone: mode === 'zone' ? zone?.name : undefined,
          federated: mode === 'zone' && Boolean(zone?.globalAddress),
          systemNamespace: store?.kubernetes?.systemNamespace,
        }
      : undefined;
  return {
    deployment,
    // Each zone builds the listeners of its proxies by its own config.
    restrictOutbound:
      mode === 'global' && restricts !== undefined ? 'unknown' : restricts,
  };
}
