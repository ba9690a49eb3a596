import {
  DestinationInbound,
  KumaResource,
  MeshSnapshot,
  PermissionDialect,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { placeLabels } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { GrantPlan, ResolvedAccess } from '../types';
import { dialectWriters, Target } from './dialectWriters';
import { identityKey, MeshView } from './meshView';

/** What a grant would put into the mesh, or why nothing can be. */
export type PlannedGrant = {
  plan: GrantPlan;
  refusals: string[];
  /** Dialects that the plan is written in. */
  dialects: PermissionDialect[];
};

/**
 * Plans the permissions of a grant in the dialect that is in force on each
 * inbound: the first `rules` policy would silence its `from` and
 * TrafficPermission policies, and take access from others (measured).
 */
export function planGrant(
  view: MeshView,
  resolved: ResolvedAccess,
  grantId: string,
): PlannedGrant {
  const plan: GrantPlan = { policies: [], merged: [] };
  const refusals: string[] = [];
  const dialects = new Set<PermissionDialect>();
  const known = resolved.identities.filter(identity =>
    view.identities.has(identityKey(identity.uriSans)),
  );
  if (known.length === 0) {
    return {
      plan,
      dialects: [],
      refusals: [
        'No live identity of the source is known in this mesh, so no permission could name it',
      ],
    };
  }

  for (const target of targetsOf(view, resolved)) {
    const title = `${target.target.displayName}:${target.target.port}`;
    const dialect = dialectOf(view, known[0].uriSans, target);
    if ('refusal' in dialect) {
      refusals.push(`${title}: ${dialect.refusal}`);
      continue;
    }
    dialects.add(dialect.dialect);
    const refusal = dialectWriters[dialect.dialect]({
      view,
      resolved,
      grantId,
      plan,
      target,
      identities: known,
    });
    if (refusal) refusals.push(`${title}: ${refusal}`);
  }
  plan.policies = withoutTwins(plan.policies).map(policy =>
    placed(view.snapshot, policy),
  );
  return { plan, refusals: [...new Set(refusals)], dialects: [...dialects] };
}

function targetsOf(view: MeshView, resolved: ResolvedAccess): Target[] {
  const { snapshot, evaluator } = view;
  return resolved.targets.map(target => ({
    target,
    service: [...snapshot.meshServices, ...snapshot.meshMultiZoneServices].find(
      service => service.type === target.kind && service.name === target.name,
    ),
    inbounds: evaluator.inboundsOf({
      kind: target.kind,
      name: target.name,
      port: target.port,
    }),
  }));
}

function dialectOf(
  view: MeshView,
  uriSans: string[],
  { target, inbounds }: Target,
): { dialect: Exclude<PermissionDialect, 'none'> } | { refusal: string } {
  const { verdict } = view.evaluator.evaluateService(
    { uriSans },
    { kind: target.kind, name: target.name, port: target.port },
  );
  if (verdict.enforced === 'not-enforced') {
    return {
      refusal: `the mesh does not decide here, so a permission would change nothing. ${verdict.reason}`,
    };
  }
  if (target.kind === 'MeshExternalService') {
    return {
      refusal: `grants are not written for external services: how a zone egress decides was read in Kuma's source and never measured. ${verdict.reason}`,
    };
  }
  if (inbounds.length === 0) return { refusal: 'no proxy carries this port' };
  const verdicts = inbounds.map(inbound =>
    view.evaluator.evaluate({ uriSans }, inbound),
  );
  const unread = verdicts.find(one => one.enforced === 'unknown');
  if (unread)
    return {
      refusal: `what the mesh does here cannot be told. ${unread.reason}`,
    };
  const found = new Set(
    verdicts.map((one, index) =>
      one.dialect === 'none'
        ? unwrittenDialect(view, inbounds[index])
        : one.dialect,
    ),
  );
  if (found.size > 1) {
    return {
      refusal:
        'its proxies are decided by different kinds of policies; settle on one first',
    };
  }
  return { dialect: [...found][0] };
}

/** No policy selects the inbound yet: what its identity can be written for. */
function unwrittenDialect(
  view: MeshView,
  inbound: DestinationInbound,
): Exclude<PermissionDialect, 'none'> {
  const { kind } = view.evaluator.identityOf(inbound.dataplane);
  return kind === 'mesh-ca' ? 'from' : 'rules';
}

/** Where nothing closer was chosen, a policy lies with the control plane. */
function placed(snapshot: MeshSnapshot, policy: KumaResource): KumaResource {
  const labels = placeLabels({ deployment: snapshot.deployment }, []);
  return { ...policy, labels: { ...labels, ...policy.labels } };
}

/** Ports that lead to one inbound need one policy, not two that say the same. */
function withoutTwins(policies: KumaResource[]): KumaResource[] {
  return [
    ...new Map(
      policies.map(policy => [JSON.stringify(policy.spec), policy]),
    ).values(),
  ];
}
