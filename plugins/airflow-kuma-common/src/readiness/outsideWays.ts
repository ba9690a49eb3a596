import { comparePolicies, readPolicy, selects } from '../evaluator/policies';
import { WayOut } from '../evaluator/reach';
import { isRecord, readRecord, readString } from '../evaluator/read';
import { MeshSnapshot } from '../evaluator/types';
import { compileMesh } from '../evaluator/verdict/compiledMesh';

/** Says what becomes of traffic of a proxy that no outbound of its takes. */
export type OutsideWays = (dataplane: string) => WayOut;

/**
 * Where traffic past the mesh goes: the most specific MeshPassthrough decides,
 * without one the Mesh, and from 3.0 on nothing lets it through
 * (kumahq/kuma issue 18801).
 */
export function outsideWays(snapshot: MeshSnapshot): OutsideWays {
  const mesh = compileMesh(snapshot);
  const { legacy } = mesh.capabilities;
  const { meshPassthroughs, unread = [] } = snapshot;
  const isRead =
    meshPassthroughs !== undefined &&
    unread.every(({ kind }) => kind !== 'MeshPassthrough');
  const policies = (meshPassthroughs ?? []).filter(isRecord).map(readPolicy);

  return dataplane => {
    const proxy = mesh.proxies.get(dataplane);
    if (!proxy)
      return way('unknown', 'no-such-proxy', `There is no proxy ${dataplane}.`);
    const networking = readRecord(mesh.dataplanes.get(dataplane)?.networking);
    if (!isRecord(networking.transparentProxying)) {
      return way(
        'open',
        'not-narrowed',
        `${proxy.displayName} has no transparent proxying, so what it sends elsewhere does not pass its proxy.`,
      );
    }
    const mode = policies
      .filter(
        policy =>
          !policy.reference.shadow &&
          // It selects proxies as a whole; any inbound stands for its proxy.
          proxy.inbounds.some(inbound =>
            selects(policy, inbound, mesh.capabilities),
          ),
      )
      .sort(comparePolicies)
      .reduce<string | undefined>((found, { resource }) => {
        const conf = readRecord(readRecord(resource.spec).default);
        return readString(conf.passthroughMode) ?? found ?? 'None';
      }, undefined);
    if (mode !== undefined) return byMode(mode, proxy.displayName);
    if (!isRead) {
      return way(
        'unknown',
        'not-told',
        `Which MeshPassthrough selects ${proxy.displayName} was not read.`,
      );
    }
    return legacy
      ? byMesh(snapshot, proxy.displayName)
      : dropped(proxy.displayName);
  };
}

function byMode(mode: string, proxy: string): WayOut {
  if (mode === 'All') {
    return way(
      'open',
      'listed',
      `A MeshPassthrough lets everything of ${proxy} out of the mesh.`,
    );
  }
  return mode === 'None'
    ? way(
        'closed',
        'not-listed',
        `A MeshPassthrough lets nothing of ${proxy} out of the mesh.`,
      )
    : way(
        'unknown',
        'not-told',
        `A MeshPassthrough lets ${proxy} out to some addresses only; which of them a name means is not known here.`,
      );
}

function byMesh({ mesh }: MeshSnapshot, proxy: string): WayOut {
  const outbound = readRecord(readRecord(mesh.networking).outbound);
  return outbound.passthrough === false
    ? way(
        'closed',
        'mode',
        'The mesh lets nothing out that it does not know (networking.outbound.passthrough).',
      )
    : way(
        'open',
        'not-narrowed',
        `What ${proxy} sends past the mesh goes through.`,
      );
}

function dropped(proxy: string): WayOut {
  return way(
    'closed',
    'restricted',
    `No MeshPassthrough lets ${proxy} out of the mesh, and without one the control plane drops what goes past it.`,
  );
}

function way(
  state: WayOut['state'],
  code: WayOut['code'],
  reason: string,
): WayOut {
  return { state, code, reason };
}
