import { Texts } from '../read';
import { InboundModel, LABEL } from '../mesh';
import {
  compareTexts,
  compareTimes,
  TrafficPermissionModel,
} from '../policies';
import { Caller, Decision, Engine } from './decision';

type Rank = { total: number; exact: number };

/**
 * The TrafficPermission that decides an inbound: exactly one, the most specific
 * by its destination (`pkg/core/policy/connection_matcher.go`): more tags, then
 * more exact ones, then the newest, then the first name.
 */
export function decidingTrafficPermission(
  permissions: TrafficPermissionModel[],
  inbound: InboundModel,
): TrafficPermissionModel | undefined {
  let best: { permission: TrafficPermissionModel; rank: Rank } | undefined;
  const byName = [...permissions].sort((a, b) => compareTexts(a.name, b.name));
  for (const permission of byName) {
    for (const destination of permission.destinations) {
      if (!isDestination(destination, inbound)) continue;
      const rank = rankOf(destination);
      const order = best ? compareRanks(rank, best.rank) : 1;
      const isNewer =
        best !== undefined &&
        compareTimes(permission.creationTime, best.permission.creationTime) > 0;
      if (order > 0 || (order === 0 && isNewer)) best = { permission, rank };
    }
  }
  return best?.permission;
}

/** Whether any destination of a TrafficPermission is this inbound. */
export function selectsInbound(
  permission: TrafficPermissionModel,
  inbound: InboundModel,
): boolean {
  return permission.destinations.some(match => isDestination(match, inbound));
}

function isDestination(match: Texts, inbound: InboundModel): boolean {
  if (inbound.kind !== 'inbound') return false;
  for (const [key, value] of match) {
    const actual = inbound.tags.get(key);
    if (actual === undefined || (value !== '*' && value !== actual))
      return false;
  }
  return true;
}

function rankOf(match: Texts): Rank {
  const exact = [...match.values()].filter(value => value !== '*').length;
  return { total: match.size, exact };
}

function compareRanks(a: Rank, b: Rank): number {
  return a.total - b.total || a.exact - b.exact;
}

/** The TrafficPermission dialect: whoever a source selector matches is let in. */
export function trafficPermissionEngine(
  permission: TrafficPermissionModel,
  mesh: string,
): Engine {
  return {
    dialect: 'traffic-permission',
    usesSni: false,
    decide: caller => decide(permission, mesh, caller),
  };
}

function decide(
  permission: TrafficPermissionModel,
  mesh: string,
  caller: Caller,
): Decision {
  const { name } = permission;
  const index = permission.sources.findIndex(match =>
    isSource(match, mesh, caller),
  );
  if (index < 0) {
    return {
      dialect: 'traffic-permission',
      enforced: 'deny',
      intended: 'deny',
      code: 'denied-by-default',
      reason: `${name} alone decides this inbound, and it does not name this caller.`,
    };
  }
  const match = [...permission.sources[index]]
    .map(pair => pair.join('='))
    .join(' ');
  return {
    dialect: 'traffic-permission',
    enforced: 'allow',
    intended: 'allow',
    code: 'allowed-by-rule',
    reason: `${name} allows this caller (${match}).`,
    decidedBy: { policy: permission.reference, index, clause: 'source', match },
  };
}

function isSource(match: Texts, mesh: string, caller: Caller): boolean {
  for (const [key, value] of match) {
    if (value === '*') continue;
    // An empty service is left out as well (principalFromSelector).
    if (key === LABEL.service && value === '') continue;
    const uriSan =
      key === LABEL.service
        ? `spiffe://${mesh}/${value}`
        : `kuma://${key}/${value}`;
    if (!caller.uriSans.includes(uriSan)) return false;
  }
  return true;
}
