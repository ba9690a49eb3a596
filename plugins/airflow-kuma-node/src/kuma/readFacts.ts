import { HttpClient } from '../http/types';
import { isUpstreamError } from '../http/UpstreamError';
import { controlPlaneConfig, index, resourceKinds } from './rows';
import { ControlPlaneFacts } from './types';

/**
 * Asks a control plane what it is and can do. `/_resources` tells kinds,
 * dialects and whether writes are taken; versions are never compared.
 */
export async function readFacts(
  http: HttpClient,
  signal?: AbortSignal,
): Promise<ControlPlaneFacts> {
  const [{ version }, { resources }, deployment] = await Promise.all([
    http.request({ path: '/', schema: index, signal }),
    http.request({ path: '/_resources', schema: resourceKinds, signal }),
    readDeployment(http, signal),
  ]);
  const kinds: ControlPlaneFacts['kinds'] = {};
  for (const { name, path, scope, readOnly } of resources) {
    kinds[name] = {
      path,
      readOnly: readOnly ?? false,
      meshed: scope === 'Mesh',
    };
  }
  const policy = resources.find(
    ({ name }) => name === 'MeshTrafficPermission',
  )?.policy;

  const dialects: ControlPlaneFacts['dialects'] = [];
  // Rules match SPIFFE IDs, which only control planes with MeshIdentity issue.
  // 2.12 and 2.13 take them without saying so (measured); none says `false`
  // and takes them.
  const takesRules = policy && policy.hasRulesTargetRef !== false;
  if (takesRules && kinds.MeshIdentity) dialects.push('rules');
  if (policy?.hasFromTargetRef) dialects.push('from');
  if (kinds.TrafficPermission) dialects.push('traffic-permission');

  return {
    version,
    kinds,
    dialects,
    writable: kinds.MeshTrafficPermission?.readOnly === false,
    deployment,
  };
}

/**
 * An account may be kept from reading the config, and it may fail for itself:
 * then this is not known, and everything else goes on.
 */
async function readDeployment(
  http: HttpClient,
  signal: AbortSignal | undefined,
): Promise<ControlPlaneFacts['deployment']> {
  try {
    const config = await http.request({
      path: '/config',
      schema: controlPlaneConfig,
      signal,
    });
    if (!config.mode || !config.environment) return undefined;
    return {
      mode: config.mode,
      environment: config.environment,
      zone: config.mode === 'zone' ? config.multizone?.zone?.name : undefined,
      federated:
        config.mode === 'zone' &&
        Boolean(config.multizone?.zone?.globalAddress),
      systemNamespace: config.store?.kubernetes?.systemNamespace,
    };
  } catch (error) {
    if (isUpstreamError(error)) return undefined;
    throw error;
  }
}
