import { decidingTrafficPermission, selectsInbound } from '../engines';
import { InboundModel } from '../mesh';
import { MatchModel, PolicyModel } from '../policies';
import { LintFinding, PolicyReference } from '../types';
import { affected, LintCheck, LintContext } from './context';

/** Policies that are dead because something else always wins. */
export const lintDead: LintCheck = context => [
  ...context.policies.flatMap(policy => {
    const inbounds = context.selected.get(policy) ?? [];
    if (inbounds.length === 0) return [];
    return policy.rules.length > 0
      ? alwaysDenied(policy, inbounds, context)
      : neverAsked(policy.reference, 'from', inbounds, context);
  }),
  ...deadTrafficPermissions(context),
];

/** An older dialect on inbounds that a newer one, or an identity, decides. */
function neverAsked(
  policy: PolicyReference,
  dialect: string,
  inbounds: InboundModel[],
  { evaluator }: LintContext,
): LintFinding[] {
  const states = inbounds.map(evaluator.stateOf);
  if (states.some(({ engine }) => engine.dialect === dialect)) return [];
  const winners = states.flatMap(({ policies }) =>
    policies
      .filter(({ rules }) => rules.length > 0)
      .map(({ reference }) => reference.name),
  );
  return [
    {
      code: 'never-decides',
      severity: 'warning',
      policy,
      message:
        winners.length > 0
          ? `${policy.name} is ignored wherever it selects: newer policies decide there, such as ${winners[0]}.`
          : `${policy.name} is ignored wherever it selects: the destinations have a MeshIdentity, so only \`rules\` count.`,
      ...affected(winners),
    },
  ];
}

/** Allows that a deny covers on every inbound (deny wins from 2.14 on). */
function alwaysDenied(
  policy: PolicyModel,
  inbounds: InboundModel[],
  { mesh, evaluator }: LintContext,
): LintFinding[] {
  const allows = policy.rules.flatMap(({ allow, allowWithShadowDeny }) => [
    ...allow,
    ...allowWithShadowDeny,
  ]);
  const hasDeny = policy.rules.some(({ deny }) => deny.length > 0);
  if (!mesh.capabilities.denyFirst || hasDeny || allows.length === 0) return [];
  const winners = new Set<string>();
  for (const inbound of inbounds) {
    const denying = evaluator.stateOf(inbound).policies;
    for (const match of allows) {
      const winner = denying.find(other =>
        other.rules.some(({ deny }) =>
          deny.some(each => coversMatch(each, match)),
        ),
      );
      if (!winner) return [];
      winners.add(winner.reference.name);
    }
  }
  return [
    {
      code: 'never-decides',
      severity: 'warning',
      policy: policy.reference,
      message: `All that ${policy.reference.name} allows is denied by ${
        [...winners][0]
      }, and deny wins.`,
      ...affected(winners),
    },
  ];
}

function coversMatch(wide: MatchModel, narrow: MatchModel): boolean {
  if (wide.empty || wide.unreadable || narrow.unreadable) return false;
  if (wide.sni !== undefined && wide.sni !== narrow.sni) return false;
  if (!wide.spiffeId) return true;
  if (!narrow.spiffeId) return false;
  const { type, value } = wide.spiffeId;
  return type === 'Exact'
    ? narrow.spiffeId.type === 'Exact' && narrow.spiffeId.value === value
    : narrow.spiffeId.value.startsWith(value);
}

function deadTrafficPermissions(context: LintContext): LintFinding[] {
  const { trafficPermissions, inbounds } = context.mesh;
  return trafficPermissions.flatMap(permission => {
    const own = inbounds.filter(inbound => selectsInbound(permission, inbound));
    if (own.length === 0) return [];
    const ignored = neverAsked(
      permission.reference,
      'traffic-permission',
      own,
      context,
    );
    if (ignored.length > 0) return ignored;
    const winners = own.map(
      inbound => decidingTrafficPermission(trafficPermissions, inbound)!,
    );
    if (winners.includes(permission)) return [];
    return [
      {
        code: 'never-decides' as const,
        severity: 'warning' as const,
        policy: permission.reference,
        message: `${permission.name} never decides: ${winners[0].name} replaces it wherever it selects.`,
        ...affected(winners.map(({ name }) => name)),
      },
    ];
  });
}
