import { createHash } from 'node:crypto';
import {
  DestinationInbound,
  KumaResource,
  PermissionDialect,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { buildRulesPermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { GrantPlan, ResolvedAccess, ResolvedTarget } from '../types';
import { buildFromPolicy, buildRulesPolicy } from './buildPolicies';
import { identityKey, MeshView, sameInbound } from './meshView';
import { commonEntries, selectInbounds } from './selectInbounds';
import { serviceOfIdentity } from './sourceTags';

/** What a grant would put into the mesh, or why nothing can be. */
export type PlannedGrant = {
  plan: GrantPlan;
  refusals: string[];
  /** Dialects that the plan is written in. */
  dialects: PermissionDialect[];
};

type Target = {
  target: ResolvedTarget;
  service?: KumaResource;
  inbounds: DestinationInbound[];
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
    const refusal = writers[dialect.dialect]({
      view,
      resolved,
      grantId,
      plan,
      target,
      identities: known,
    });
    if (refusal) refusals.push(`${title}: ${refusal}`);
  }
  plan.policies = withoutTwins(plan.policies);
  return { plan, refusals: [...new Set(refusals)], dialects: [...dialects] };
}

type WriterContext = {
  view: MeshView;
  resolved: ResolvedAccess;
  grantId: string;
  plan: GrantPlan;
  target: Target;
  identities: { uriSans: string[] }[];
};

const writers: Record<
  Exclude<PermissionDialect, 'none'>,
  (context: WriterContext) => string | undefined
> = {
  rules({ view, resolved, grantId, plan, target, identities }) {
    // `Exact` is over the whole list of names: it never matches a certificate with several (measured).
    const named = identities.filter(identity => identity.uriSans.length === 1);
    if (named.length < identities.length) {
      return 'the source still shows a certificate of the mesh CA with several names, which no exact rule matches; give it a MeshIdentity first';
    }
    const policies = rulesPolicies(view, resolved, grantId, target, named);
    if (typeof policies === 'string') return policies;
    plan.policies.push(...policies);
    return undefined;
  },

  from({ view, resolved, grantId, plan, target, identities }) {
    const sources = legacySources(view, identities);
    if (typeof sources === 'string') return sources;
    const { name, port } = target.target;
    const place = (index: number) => ({
      mesh: resolved.mesh,
      name: policyName(grantId, `${name} ${port}`, index),
      grants: [grantId],
    });
    const service = soleService(view, target.inbounds);
    if (service !== undefined) {
      plan.policies.push(buildFromPolicy(place(0), { service }, sources));
      return undefined;
    }
    const found = selectInbounds(view, target.inbounds, target.service);
    if ('refusal' in found) return found.refusal;
    for (const [index, selector] of found.selectors.entries()) {
      plan.policies.push(buildFromPolicy(place(index), selector, sources));
    }
    return undefined;
  },

  'traffic-permission'({ view, resolved, plan, target, identities }) {
    const sources = legacySources(view, identities);
    if (typeof sources === 'string') return sources;
    if (soleService(view, target.inbounds) === undefined) {
      return 'its inbounds share their kuma.io/service tag with other inbounds, so a TrafficPermission would open those too';
    }
    // All common tags: it has to outrank what others wrote for this destination.
    const destination = commonEntries(
      view.inbounds
        .filter(inbound =>
          target.inbounds.some(other => sameInbound(inbound, other)),
        )
        .map(inbound => inbound.tags),
    );
    plan.merged.push({
      name: `ak-shared-${shortHash(
        JSON.stringify([resolved.mesh, destination]),
      )}`,
      destination,
      sources: sources.map(service => ({ 'kuma.io/service': service })),
    });
    return undefined;
  },
};

/** Services have selectors to follow; what is only a tag is selected by its proxies' labels. */
function rulesPolicies(
  view: MeshView,
  resolved: ResolvedAccess,
  grantId: string,
  { target, service, inbounds }: Target,
  sources: { uriSans: string[] }[],
): KumaResource[] | string {
  const { snapshot } = view;
  if (service) {
    const built = buildRulesPermission(
      {
        mesh: resolved.mesh,
        service,
        port: target.port,
        sources,
        grants: [grantId],
      },
      {
        // Where the zone belongs to is known to the driver, which adds it.
        facts: {
          version: snapshot.version,

          dialects: ['rules'],
        },
        dataplanes: snapshot.dataplanes,
        meshServices: snapshot.meshServices,
      },
    );
    return built.ok ? built.permissions : built.reason;
  }
  const found = selectInbounds(view, inbounds);
  if ('refusal' in found) return found.refusal;
  return found.selectors.map((selector, index) =>
    buildRulesPolicy(
      {
        mesh: resolved.mesh,
        name: policyName(grantId, `${target.name} ${target.port}`, index),
        grants: [grantId],
      },
      selector,
      sources.map(source => source.uriSans[0]),
    ),
  );
}

/** Names that every kind of store takes: RFC 1035, at most 63 characters. */
function policyName(grantId: string, target: string, index: number): string {
  return `ak-${grantId}-${shortHash(target)}-${index}`;
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

function legacySources(
  view: MeshView,
  identities: { uriSans: string[] }[],
): string[] | string {
  const services = identities.map(({ uriSans }) => {
    const legacy = view.identities.get(identityKey(uriSans))?.legacy;
    return legacy ? serviceOfIdentity(view, uriSans) : undefined;
  });
  if (services.includes(undefined)) {
    return 'its permissions name callers by kuma.io/service, and the source shows a MeshIdentity, which those never match (measured); move the destination to rules first';
  }
  return [...new Set(services as string[])].sort();
}

/** The `kuma.io/service` value that these inbounds have, and no other inbound. */
function soleService(
  view: MeshView,
  destinations: DestinationInbound[],
): string | undefined {
  const isWanted = (inbound: (typeof view.inbounds)[number]) =>
    destinations.some(destination => sameInbound(inbound, destination));
  const values = new Set(
    view.inbounds
      .filter(isWanted)
      .map(inbound => inbound.tags['kuma.io/service']),
  );
  const [service] = values;
  if (values.size !== 1 || !service) return undefined;
  const others = view.inbounds.some(
    inbound =>
      inbound.tags['kuma.io/service'] === service && !isWanted(inbound),
  );
  return others ? undefined : service;
}

/** Ports that lead to one inbound need one policy, not two that say the same. */
function withoutTwins(policies: KumaResource[]): KumaResource[] {
  return [
    ...new Map(
      policies.map(policy => [JSON.stringify(policy.spec), policy]),
    ).values(),
  ];
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
