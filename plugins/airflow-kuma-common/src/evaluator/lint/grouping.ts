import { Engine } from '../engines';
import { InboundModel } from '../mesh';
import { PolicyReference } from '../types';
import { reachesOf } from './callers';
import { affected, joinedOf, LintCheck } from './context';

/** Policies whose denies Envoy does not enforce, with the callers it lets in. */
export const lintGrouping: LintCheck = context => {
  const { mesh, evaluator, policies, identities } = context;
  if (policies.every(({ rules }) => rules.length > 0)) return [];
  const asked = new Map<Engine, InboundModel[]>();
  const found = new Map<
    string,
    { policy: PolicyReference; callers: Set<string> }
  >();
  for (const inbound of mesh.inbounds) {
    const { engine, gate } = evaluator.stateOf(inbound);
    if (gate.state === 'open' || engine.dialect !== 'from') continue;
    const known = asked.get(engine);
    if (known) known.push(inbound);
    else asked.set(engine, [inbound]);
  }
  if (asked.size === 0) return [];
  const reaches = reachesOf(context);
  for (const [engine, inbounds] of asked) {
    for (const identity of identities) {
      const { code, decidedBy } = engine.decide({
        uriSans: identity.uriSans,
        joined: joinedOf(identity),
      });
      if (code !== 'over-permissive-grouping' || !decidedBy) continue;
      // What has no way out is let in by nobody.
      if (!reaches(joinedOf(identity), inbounds)) continue;
      const { policy } = decidedBy;
      const entry = found.get(policy.name) ?? { policy, callers: new Set() };
      entry.callers.add(identity.dataplane);
      found.set(policy.name, entry);
    }
  }
  return [...found.values()].map(({ policy, callers }) => ({
    code: 'over-permissive-grouping',
    severity: 'error',
    policy,
    message:
      `${policy.name} denies callers that Envoy lets in: the control plane groups \`from\` rules ` +
      'by cliques. Write them as `rules`, or set ' +
      'KUMA_MESH_TRAFFIC_PERMISSION_DISABLE_CLIQUES_ALGORITHM=true on the control plane.',
    ...affected(callers),
  }));
};
