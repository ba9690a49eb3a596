import { enabledBackend } from '../identity';
import { InboundModel } from '../mesh';
import { comparePolicies, PolicyModel, selects } from '../policies';
import { readArray, readRecord, readString } from '../read';
import { MeshSnapshot } from '../types';
import { Capabilities } from '../version';

/**
 * Whether an inbound also takes callers without a certificate (getMeshTLSMode
 * in `meshtls/plugin/v1alpha1/plugin.go`): MeshTLS says it, else a MeshIdentity
 * means strict, else the CA backend says it.
 */
export function isPermissive(
  snapshot: MeshSnapshot,
  capabilities: Capabilities,
  meshTLSes: PolicyModel[],
  inbound: InboundModel,
  hasWorkloadIdentity: boolean,
): boolean {
  const mode = meshTLSMode(meshTLSes, capabilities, inbound);
  if (mode !== undefined) return mode === 'Permissive';
  if (hasWorkloadIdentity || !capabilities.legacy) return false;
  return enabledBackend(snapshot)?.permissive === true;
}

function meshTLSMode(
  meshTLSes: PolicyModel[],
  capabilities: Capabilities,
  inbound: InboundModel,
): string | undefined {
  let mode: string | undefined;
  const selected = meshTLSes
    .filter(
      policy =>
        !policy.reference.shadow && selects(policy, inbound, capabilities),
    )
    .sort(comparePolicies);
  for (const policy of selected) {
    const spec = readRecord(policy.resource.spec);
    for (const item of [...readArray(spec.from), ...readArray(spec.rules)]) {
      const conf = readRecord(readRecord(item).default);
      mode = readString(conf.mode) ?? mode;
    }
  }
  return mode;
}
