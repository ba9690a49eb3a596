import { decidingTrafficPermission, selectsInbound } from '../engines';
import { LintFinding } from '../types';
import { affected, LintCheck } from './context';

/**
 * TrafficPermissions that silently replace others: one alone decides an inbound
 * (kumahq/kuma issue 2417; measured: legacy-0004 to 0009).
 */
export const lintReplaced: LintCheck = ({ mesh }) => {
  const { trafficPermissions, inbounds } = mesh;
  const replaced = new Map<string, Set<string>>();
  for (const inbound of inbounds) {
    const winner = decidingTrafficPermission(trafficPermissions, inbound);
    for (const permission of trafficPermissions) {
      if (permission === winner || !selectsInbound(permission, inbound))
        continue;
      const losers = replaced.get(winner!.name) ?? new Set();
      replaced.set(winner!.name, losers.add(permission.name));
    }
  }
  return trafficPermissions.flatMap((permission): LintFinding[] => {
    const losers = replaced.get(permission.name);
    if (!losers) return [];
    return [
      {
        code: 'replaces-another',
        severity: 'warning',
        policy: permission.reference,
        message:
          `${permission.name} replaces ${
            [...losers][0]
          } where both select: only one ` +
          'TrafficPermission decides an inbound, the others say nothing there.',
        ...affected(losers),
      },
    ];
  });
};
