import { HttpClient } from '../http/types';
import { index, resourceKinds } from './rows';
import { ControlPlaneFacts } from './types';

/**
 * Asks a control plane what it is and can do. `/_resources` tells kinds,
 * dialects and whether writes are taken; versions are never compared.
 */
export async function readFacts(
  http: HttpClient,
  signal?: AbortSignal,
): Promise<Omit<ControlPlaneFacts, 'deployment'>> {
  const [{ version }, { resources }] = await Promise.all([
    http.request({ path: '/', schema: index, signal }),
    http.request({ path: '/_resources', schema: resourceKinds, signal }),
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
  };
}
