import { MatchModel, PolicyModel } from '../policies';
import { SourceClasses } from './SourceClasses';
import { Unit } from './SelectorGroup';

/** What a policy says, apart for each SNI that it asks for. */
export type PolicyUnits = {
  /** By SNI; `undefined` holds what is said whatever the SNI, maybe nothing. */
  units: Map<string | undefined, Unit>;
  /** Classes of sources that new matches have split. */
  splits: [number, number][];
};

/** Reads a policy of the `rules` dialect into ids of matches. */
export function unitsOf(
  policy: PolicyModel,
  sources: SourceClasses,
): PolicyUnits {
  const units = new Map<string | undefined, Unit>([
    [undefined, { policy, deny: [], allow: [] }],
  ]);
  const splits: [number, number][] = [];
  function take(list: MatchModel[], clause: 'deny' | 'allow') {
    for (const match of list) {
      if (match.empty) continue;
      const { id, splits: more } = sources.ensure(match.spiffeId);
      splits.push(...more);
      let unit = units.get(match.sni);
      if (!unit) {
        unit = { policy, deny: [], allow: [] };
        units.set(match.sni, unit);
      }
      unit[clause].push(id);
    }
  }
  for (const rule of policy.rules) {
    take(rule.deny, 'deny');
    take(rule.allow, 'allow');
    take(rule.allowWithShadowDeny, 'allow');
  }
  return { units, splits };
}
