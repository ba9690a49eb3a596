import { PolicyModel } from '../policies';
import { LintFinding, PolicyReference } from '../types';
import { affected, LintCheck, LintContext, nameOf } from './context';

/** What changes at an upgrade to 3.0. */
export const lintUpgrade: LintCheck = context => {
  if (!context.mesh.capabilities.legacy) return [];
  return [
    ...context.policies.flatMap(policy => [
      ...widened(policy, context),
      ...refused(policy),
    ]),
    ...context.mesh.trafficPermissions.map(({ reference }) =>
      finding(
        reference,
        'TrafficPermission is gone in 3.0; without `rules` everybody is denied.',
      ),
    ),
  ];
};

/**
 * 3.0 drops `name` and `namespace` of a targetRef without a word, and what is
 * left selects every proxy (seen on a real Envoy: k3-0038, k3s-0006, k3s-0007).
 */
function widened(
  policy: PolicyModel,
  { mesh, selected }: LintContext,
): LintFinding[] {
  const { kind, name, namespace, labels, sectionName } = policy.target;
  const isNamed = name !== undefined || namespace !== undefined;
  if (kind !== 'Dataplane' || !isNamed || labels || policy.rules.length === 0) {
    return [];
  }
  const now = new Set(selected.get(policy));
  const gained = mesh.inbounds.filter(
    inbound =>
      !now.has(inbound) &&
      (sectionName === undefined || inbound.section === sectionName),
  );
  return [
    {
      code: 'widens-in-3.0',
      severity: 'error',
      policy: policy.reference,
      message:
        `${policy.reference.name} selects a proxy by name (${
          name ?? namespace
        }). 3.0 drops ` +
        'the name and the policy then selects every proxy. Select by labels before the upgrade.',
      ...affected(gained.map(nameOf)),
    },
  ];
}

function refused(policy: PolicyModel): LintFinding[] {
  const { kind } = policy.target;
  if (policy.rules.length === 0) {
    return [
      finding(
        policy.reference,
        '`from` is gone in 3.0; without `rules` everybody is denied.',
      ),
    ];
  }
  if (kind === 'Mesh' || kind === 'Dataplane') return [];
  return [
    finding(
      policy.reference,
      `3.0 refuses a targetRef of kind ${kind}; use Dataplane with labels.`,
    ),
  ];
}

function finding(policy: PolicyReference, message: string): LintFinding {
  return {
    code: 'refused-in-3.0',
    severity: 'warning',
    policy,
    message: `${policy.name}: ${message}`,
    ...affected([]),
  };
}
