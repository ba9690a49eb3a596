import { Texts } from '../read';
import { MatchModel, PolicyModel } from '../policies';
import { LintFinding, PolicyReference } from '../types';
import { affected, LintCheck, LintContext, nameOf } from './context';

/** Policies that let in everybody, now and whoever comes. */
export const lintEverything: LintCheck = context => [
  ...context.policies
    .filter(allowsEverybody)
    .map(policy =>
      finding(
        policy.reference,
        (context.selected.get(policy) ?? []).map(nameOf),
        isMeshWide(policy),
      ),
    ),
  ...legacyEverything(context),
];

function legacyEverything({ mesh }: LintContext): LintFinding[] {
  return mesh.trafficPermissions
    .filter(({ sources }) => sources.some(isAnybody))
    .map(({ reference, destinations }) =>
      finding(reference, [], destinations.some(isAnybody)),
    );
}

function isAnybody(match: Texts): boolean {
  return [...match.values()].every(value => value === '*');
}

function allowsEverybody(policy: PolicyModel): boolean {
  if (policy.rules.length > 0) {
    return policy.rules.some(({ allow, allowWithShadowDeny }) =>
      [...allow, ...allowWithShadowDeny].some(meansEverybody),
    );
  }
  // The last one that matches decides, so what comes after may take it back.
  const last = policy.from[policy.from.length - 1];
  return last?.tags?.length === 0 && /^Allow/.test(last.action ?? '');
}

/** A prefix that holds no more than a trust domain, or a part of one. */
function meansEverybody({ spiffeId, sni }: MatchModel): boolean {
  return (
    sni === undefined &&
    spiffeId?.type === 'Prefix' &&
    !spiffeId.value.replace('spiffe://', '').includes('/')
  );
}

function isMeshWide({ target }: PolicyModel): boolean {
  const { kind, name, labels, sectionName } = target;
  return (
    kind === 'Mesh' ||
    (kind === 'Dataplane' && !name && !labels?.size && !sectionName)
  );
}

function finding(
  policy: PolicyReference,
  inbounds: string[],
  meshWide: boolean,
): LintFinding {
  return {
    code: 'allow-everything',
    severity: meshWide ? 'warning' : 'info',
    policy,
    message: meshWide
      ? `${policy.name} lets everybody into everything.`
      : `${policy.name} lets everybody into what it selects.`,
    ...affected(inbounds),
  };
}
