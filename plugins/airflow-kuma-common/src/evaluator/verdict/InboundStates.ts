import { Engine, selectsInbound } from '../engines';
import { Gate, gateOf } from '../gate';
import { identityOfProxy } from '../identity';
import { InboundModel, LABEL, listenerOf } from '../mesh';
import { comparePolicies, PolicyModel, selects } from '../policies';
import { PolicyLookup } from '../selection';
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

/** Prepares inbounds when first asked for, as long as a mesh does not change. */
export class InboundStates {
  private readonly states = new Map<InboundModel, InboundState>();
  private readonly policiesMeasured = new Map<string | undefined, boolean>();
  private lookup?: PolicyLookup;

  constructor(private readonly mesh: CompiledMesh) {}

  /** All about an inbound. */
  of(inbound: InboundModel): InboundState {
    let state = this.states.get(inbound);
    if (!state) {
      state = this.prepare(inbound);
      this.states.set(inbound, state);
    }
    return state;
  }

  private prepare(inbound: InboundModel): InboundState {
    const { mesh } = this;
    const { capabilities, snapshot } = mesh;
    const selecting = this.selecting(inbound);
    const policies = selecting.filter(({ reference }) => !reference.shadow);
    const permissions = mesh.trafficPermissions.filter(permission =>
      listenerOf(inbound).some(each => selectsInbound(permission, each)),
    );
    const identity = identityOfProxy(snapshot, capabilities, inbound.proxy);
    const gate = gateOf(
      snapshot,
      capabilities,
      mesh.meshTLSes,
      inbound,
      identity,
    );
    const engine = engineOf(mesh, inbound, gate, policies);
    return {
      inbound,
      gate,
      policies,
      engine,
      selectedBy: [...selecting, ...permissions].map(
        ({ reference }) => reference,
      ),
      basis: this.basisOf(inbound, engine),
    };
  }

  /** Policies that select the listener of an inbound, the strongest last. */
  private selecting(inbound: InboundModel): PolicyModel[] {
    const { mesh } = this;
    this.lookup ??= new PolicyLookup(
      mesh.policies.filter(policy => isKnown(policy, mesh)),
    );
    const lookup = this.lookup;
    const [own, ...others] = listenerOf(inbound).map(each =>
      lookup
        .candidates(each)
        .filter(policy => selects(policy, each, mesh.capabilities)),
    );
    if (others.length === 0) return own;
    const all = new Set([...own, ...others.flat()]);
    return [...all].sort(comparePolicies);
  }

  /** Measured on Universal, in one zone, with sidecars; the rest is from source. */
  private basisOf(inbound: InboundModel, engine: Engine): VerdictBasis {
    const { capabilities, snapshot } = this.mesh;
    const { labels, gateway } = inbound.proxy;
    if (capabilities.basis === 'assumed') return 'assumed';
    const isMeasured =
      capabilities.basis === 'measured' &&
      snapshot.kubernetes !== true &&
      labels.get('kuma.io/env') !== 'kubernetes' &&
      !labels.has(LABEL.namespace) &&
      !gateway &&
      inbound.kind === 'inbound' &&
      // Which of several inbounds on one port decides there was only read.
      (engine.dialect !== 'traffic-permission' ||
        listenerOf(inbound).length === 1) &&
      this.arePoliciesMeasured(labels.get(LABEL.zone));
    return isMeasured ? 'measured' : 'source';
  }

  private arePoliciesMeasured(zone: string | undefined): boolean {
    let measured = this.policiesMeasured.get(zone);
    if (measured === undefined) {
      measured = this.mesh.policies.every(
        policy =>
          policy.role === 'system' &&
          policy.origin !== 'global' &&
          (!zone || policy.zone === undefined || policy.zone === zone),
      );
      this.policiesMeasured.set(zone, measured);
    }
    return measured;
  }
}

/** Before 2.12 nobody knew `rules`, from 3.0 on nobody knows `from`. */
function isKnown(policy: PolicyModel, mesh: CompiledMesh): boolean {
  const { rules, legacy } = mesh.capabilities;
  return policy.rules.length > 0 ? rules : legacy;
}
