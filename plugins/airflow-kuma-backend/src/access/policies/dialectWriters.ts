import { createHash } from 'node:crypto';
import {
  DestinationInbound,
  KumaResource,
  PermissionDialect,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { buildRulesPermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { GrantPlan, ResolvedAccess, ResolvedTarget } from '../types';
import { buildFromPolicy, buildRulesPolicy } from './buildPolicies';
import { identityKey, inboundsBehind, MeshView, sameInbound } from './meshView';
import { commonEntries, selectInbounds } from './selectInbounds';
import { serviceOfIdentity } from './sourceTags';

/** A port that is asked for, with what is behind it. */
export type Target = {
  target: ResolvedTarget;
  service?: KumaResource;
  inbounds: DestinationInbound[];
};

/** What a writer works on. */
export type WriterContext = {
  view: MeshView;
  resolved: ResolvedAccess;
  grantId: string;
  plan: GrantPlan;
  target: Target;
  identities: { uriSans: string[] }[];
};

/** Adds to a plan what one target needs in one dialect; answers why it cannot. */
export const dialectWriters: Record<
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
        facts: {
          version: snapshot.version,
          dialects: ['rules'],
          deployment: snapshot.deployment,
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
  const opened = new Set(inboundsBehind(view, destinations));
  const others = view.inbounds.some(
    inbound =>
      inbound.tags['kuma.io/service'] === service && !opened.has(inbound),
  );
  return others ? undefined : service;
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
