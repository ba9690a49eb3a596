import { Engine, selectsInbound } from '../engines';
import { Gate, gateOf } from '../gate';
import { InboundModel, LABEL } from '../mesh';
import { comparePolicies, PolicyModel, selects } from '../policies';
import { PolicyReference, VerdictBasis } from '../types';
import { CompiledMesh } from './compiledMesh';
import { engineOf } from './engineOf';

/** Everything about an inbound that does not depend on the caller. */
export type InboundState = {
  inbound: InboundModel;
  gate: Gate;
  /** MeshTrafficPermissions in force, the strongest last. */
  policies: PolicyModel[];
  engine: Engine;
  selectedBy: PolicyReference[];
  basis: VerdictBasis;
};

/** Prepares an inbound. */
export function inboundStateOf(
  mesh: CompiledMesh,
  inbound: InboundModel,
): InboundState {
  const { capabilities, snapshot } = mesh;
  const selecting = mesh.policies
    .filter(
      policy => isKnown(policy, mesh) && selects(policy, inbound, capabilities),
    )
    .sort(comparePolicies);
  const policies = selecting.filter(policy => !policy.reference.shadow);
  const gate = gateOf(snapshot, capabilities, mesh.meshTLSes, inbound);
  const permissions = mesh.trafficPermissions.filter(permission =>
    selectsInbound(permission, inbound),
  );
  return {
    inbound,
    gate,
    policies,
    engine: engineOf(mesh, inbound, gate, policies),
    selectedBy: [...selecting, ...permissions].map(
      ({ reference }) => reference,
    ),
    basis: basisOf(mesh, inbound),
  };
}

/** Before 2.12 nobody knew `rules`, from 3.0 on nobody knows `from`. */
function isKnown(policy: PolicyModel, mesh: CompiledMesh): boolean {
  const { rules, legacy } = mesh.capabilities;
  return policy.rules.length > 0 ? rules : legacy;
}

/** Measured on Universal, in one zone, with sidecars; the rest is from source. */
function basisOf(mesh: CompiledMesh, inbound: InboundModel): VerdictBasis {
  const { labels, gateway } = inbound.proxy;
  const zone = labels.get(LABEL.zone);
  const isMeasured =
    mesh.capabilities.basis === 'measured' &&
    mesh.snapshot.kubernetes !== true &&
    labels.get('kuma.io/env') !== 'kubernetes' &&
    !labels.has(LABEL.namespace) &&
    !gateway &&
    inbound.kind === 'inbound' &&
    mesh.policies.every(
      policy =>
        policy.role === 'system' &&
        policy.origin !== 'global' &&
        (!zone || policy.zone === undefined || policy.zone === zone),
    );
  return isMeasured ? 'measured' : 'source';
}
