import {
  decidingTrafficPermission,
  denyAllEngine,
  Engine,
  fromEngine,
  rulesEngine,
  trafficPermissionEngine,
} from '../engines';
import { Gate } from '../gate';
import { InboundModel, listenerOf } from '../mesh';
import { PolicyModel, TrafficPermissionModel } from '../policies';
import { CompiledMesh } from './compiledMesh';

/**
 * Which dialect decides (kumahq/kuma `meshtrafficpermission/plugin/v1alpha1`):
 * `rules` before `from` before TrafficPermission. From 2.14 on a destination
 * with a MeshIdentity only knows `rules`.
 */
export function engineOf(
  mesh: CompiledMesh,
  inbound: InboundModel,
  gate: Gate,
  policies: PolicyModel[],
): Engine {
  const { capabilities } = mesh;
  const withRules = policies.filter(policy => policy.rules.length > 0);
  if (withRules.length > 0) {
    return shared(mesh, 'rules', withRules, () =>
      rulesEngine(withRules, capabilities),
    );
  }
  const permission = listenerPermission(
    mesh.trafficPermissions,
    inbound,
    capabilities,
  );
  const needsRules =
    !capabilities.legacy ||
    inbound.kind === 'zone-egress' ||
    (capabilities.identityNeedsRules && gate.identity.kind === 'mesh-identity');
  if (needsRules) {
    return policies.length > 0 || permission
      ? shared(mesh, 'ignored', [], olderIgnored)
      : shared(mesh, 'none', [], nothingSelects);
  }
  if (policies.length > 0) {
    const cliques = mesh.snapshot.cliques && capabilities.cliques;
    return shared(mesh, 'from', policies, () =>
      fromEngine(policies, mesh.name, cliques),
    );
  }
  return permission
    ? shared(mesh, 'traffic-permission', [permission], () =>
        trafficPermissionEngine(permission, mesh.name),
      )
    : shared(mesh, 'none', [], nothingSelects);
}

/**
 * The TrafficPermission of the listener that an inbound is. Where several
 * inbounds are one listener, Kuma builds it for each and the last one stands;
 * that one's permission is the last that selects an inbound of the same
 * interface (`inbound_proxy_generator.go`, `SelectInboundConnectionPolicies`
 * and `ToInboundInterface` of 2.14.3; read, not measured).
 */
function listenerPermission(
  permissions: TrafficPermissionModel[],
  inbound: InboundModel,
  { interfaceByName }: CompiledMesh['capabilities'],
): TrafficPermissionModel | undefined {
  const listener = listenerOf(inbound);
  const last = listener[listener.length - 1];
  return listener
    .filter(
      each =>
        each.workload === last.workload &&
        (!interfaceByName || each.section === last.section),
    )
    .map(each => decidingTrafficPermission(permissions, each))
    .filter(permission => permission !== undefined)
    .pop();
}

/** Inbounds that the same policies select share an engine. */
function shared(
  mesh: CompiledMesh,
  kind: string,
  policies: Pick<PolicyModel, 'reference'>[],
  create: () => Engine,
): Engine {
  const key = JSON.stringify([
    kind,
    ...policies.map(({ reference }) => reference.name),
  ]);
  let engine = mesh.engines.get(key);
  if (!engine) {
    engine = create();
    mesh.engines.set(key, engine);
  }
  return engine;
}

function nothingSelects(): Engine {
  return denyAllEngine(
    'none',
    'denied-by-default',
    'No permission selects this destination, and without one Kuma denies.',
  );
}

function olderIgnored(): Engine {
  return denyAllEngine(
    'none',
    'identity-needs-rules',
    'The destination has a MeshIdentity, so only `rules` count there; what ' +
      'selects it is written in an older dialect and ignored.',
  );
}
