import type { KumaState } from './KumaState';
import { selects } from './selects';
import { Resource } from './types';

type Match = { spiffeID?: { type: string; value: string } };

/**
 * What Kuma says would change at a proxy if shadow policies were real: one
 * matcher for each that they would add (recorded:
 * get_meshes_default_dataplanes_payments__config_shadow=true_include=diff).
 */
export function shadowDiff(state: KumaState, proxy: Resource): unknown {
  const shadows = state.store
    .list('MeshTrafficPermission', proxy.mesh)
    .filter(({ labels }) => labels?.['kuma.io/effect'] === 'shadow')
    .filter(policy => selects(policy, proxy));
  return {
    diff: shadows.flatMap(policy =>
      proxy.networking.inbound.flatMap(
        (inbound: { name?: string; port: number }) =>
          matchesOf(policy).map(match => ({
            op: 'add',
            path: matcherPath(state, proxy, inbound),
            value: matcher(policy, match),
          })),
      ),
    ),
    xds: { 'type.googleapis.com/envoy.config.listener.v3.Listener': {} },
  };
}

function matchesOf(policy: Resource): Match[] {
  const rules: { default: { allow?: Match[]; deny?: Match[] } }[] =
    policy.spec.rules ?? [];
  return rules.flatMap(({ default: { allow = [], deny = [] } }) => [
    ...deny,
    ...allow,
  ]);
}

function matcherPath(
  state: KumaState,
  proxy: Resource,
  inbound: { name?: string; port: number },
): string {
  const listener = state.version.startsWith('3.')
    ? `self_inbound_dp_${inbound.name ?? inbound.port}`
    : `inbound:${proxy.networking.address}:${inbound.port}`;
  return `/type.googleapis.com~1envoy.config.listener.v3.Listener/${listener}/filterChains/0/filters/0/typedConfig/httpFilters/0/typedConfig/matcher/matcherList/matchers/0`;
}

function matcher(policy: Resource, { spiffeID }: Match): unknown {
  return {
    onMatch: {
      action: {
        name: 'envoy.filters.rbac.action',
        typedConfig: {
          '@type': 'type.googleapis.com/envoy.config.rbac.v3.Action',
          name: policy.kri,
        },
      },
    },
    predicate: {
      singlePredicate: {
        input: {
          name: 'envoy.matching.inputs.uri_san',
          typedConfig: {
            '@type':
              'type.googleapis.com/envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput',
          },
        },
        valueMatch:
          spiffeID?.type === 'Prefix'
            ? { prefix: spiffeID.value }
            : { exact: spiffeID?.value },
      },
    },
  };
}
