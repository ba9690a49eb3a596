import { enabledBackend } from '../identity';
import { InboundModel } from '../mesh';
import { PolicyModel } from '../policies';
import { MeshSnapshot, ProxyIdentity, VerdictCode } from '../types';
import { Capabilities } from '../version';
import { isPermissive } from './permissive';

/**
 * Whether an inbound enforces permissions at all: for nobody (`open`), for all
 * callers with a certificate (`decided`), and what happens to callers without.
 */
export type Gate =
  | {
      state: 'open';
      code: VerdictCode;
      reason: string;
      identity: ProxyIdentity;
    }
  | { state: 'decided'; permissive: boolean; identity: ProxyIdentity };

/** The gate of an inbound, in the order in which Kuma asks. */
export function gateOf(
  snapshot: MeshSnapshot,
  capabilities: Capabilities,
  meshTLSes: PolicyModel[],
  inbound: InboundModel,
  identity: ProxyIdentity,
): Gate {
  const { proxy } = inbound;
  const open = (code: VerdictCode, reason: string): Gate => ({
    state: 'open',
    code,
    reason,
    identity,
  });
  if (proxy.gateway?.builtin) {
    return open(
      'gateway-not-decided',
      `${proxy.name} is a built-in gateway: Kuma puts no permissions on its listeners.`,
    );
  }
  if (inbound.kind === 'zone-ingress') {
    return open(
      'gateway-not-decided',
      `${proxy.name} is a zone ingress: it passes TLS on, and the destination decides.`,
    );
  }
  const hasWorkloadIdentity = identity.kind === 'mesh-identity';
  if (!hasWorkloadIdentity) {
    if (!capabilities.legacy) {
      return open(
        'no-identity-on-destination',
        `${proxy.name} has no identity, so it takes every caller, whatever the policies say.`,
      );
    }
    if (!enabledBackend(snapshot)) {
      return open(
        'mtls-off',
        'mTLS is off in this mesh, so every caller passes, whatever the policies say.',
      );
    }
  }
  return {
    state: 'decided',
    identity,
    permissive: isPermissive(
      snapshot,
      capabilities,
      meshTLSes,
      inbound,
      hasWorkloadIdentity,
    ),
  };
}
