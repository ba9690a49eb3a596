import { Texts } from '../read';
import { formatKri, parseKri } from '../kri';
import { InboundModel, LABEL, ProxyModel } from '../mesh';
import { Capabilities } from '../version';
import { PolicyModel, TargetModel } from './policy';

/**
 * Whether a policy selects an inbound
 * (`pkg/plugins/policies/core/matchers/dataplane.go`, DppSelectedByPolicy).
 */
export function selects(
  policy: PolicyModel,
  inbound: InboundModel,
  capabilities: Capabilities,
): boolean {
  return (
    capabilities.targetKinds.has(policy.target.kind) &&
    isOfZone(policy, inbound.proxy) &&
    isOfNamespace(policy, inbound.proxy) &&
    selectsByTarget(policy, inbound, capabilities)
  );
}

function isOfZone(policy: PolicyModel, proxy: ProxyModel): boolean {
  if (policy.role === 'producer') return true;
  const origin = proxy.labels.get(LABEL.origin);
  if (!origin || origin === 'global' || policy.origin !== 'zone') return true;
  const zone = proxy.labels.get(LABEL.zone);
  return policy.zone === undefined || !zone || zone === policy.zone;
}

function isOfNamespace(policy: PolicyModel, proxy: ProxyModel): boolean {
  if (policy.role !== 'consumer' && policy.role !== 'workload-owner')
    return true;
  return (
    policy.namespace !== undefined &&
    policy.namespace === (proxy.labels.get(LABEL.namespace) ?? '')
  );
}

function selectsByTarget(
  policy: PolicyModel,
  inbound: InboundModel,
  capabilities: Capabilities,
): boolean {
  const { target } = policy;
  switch (target.kind) {
    case 'Mesh':
      return !capabilities.legacy || isOfProxyType(target, inbound.proxy);
    case 'Dataplane':
      return (
        (target.sectionName === undefined ||
          target.sectionName ===
            (capabilities.sectionByPort ? inbound.section : inbound.name)) &&
        selectsProxy(policy, inbound.proxy, capabilities)
      );
    case 'MeshSubset':
      return (
        isOfProxyType(target, inbound.proxy) && hasTags(inbound, target.tags)
      );
    case 'MeshService':
      return hasService(inbound, target);
    case 'MeshServiceSubset':
      // Kuma copies the tags over the service tag, so a service in the tags wins.
      return (
        (target.tags.has(LABEL.service) || hasService(inbound, target)) &&
        hasTags(inbound, target.tags)
      );
    default:
      return false;
  }
}

function isOfProxyType(target: TargetModel, proxy: ProxyModel): boolean {
  const type = proxy.gateway ? 'Gateway' : 'Sidecar';
  return target.proxyTypes.length === 0 || target.proxyTypes.includes(type);
}

function hasService(inbound: InboundModel, target: TargetModel): boolean {
  return (
    inbound.kind === 'inbound' &&
    hasTag(inbound, LABEL.service, target.name ?? '')
  );
}

function hasTags(inbound: InboundModel, tags: Texts): boolean {
  if (inbound.kind !== 'inbound') return false;
  for (const [key, value] of tags) {
    if (!hasTag(inbound, key, value)) return false;
  }
  return true;
}

function hasTag(inbound: InboundModel, key: string, value: string): boolean {
  const actual = inbound.tags.get(key);
  return actual !== undefined && (value === '*' || value === actual);
}

function selectsProxy(
  policy: PolicyModel,
  proxy: ProxyModel,
  capabilities: Capabilities,
): boolean {
  const { target } = policy;
  const { name, labels } = target;
  if (!capabilities.targetByName) {
    // 3.0 drops name and namespace on PUT; what is left selects all proxies
    // (measured: k3-0038, k3s-0006, k3s-0007).
    return labels === undefined || hasLabels(proxy, labels, capabilities);
  }
  if (
    name === undefined &&
    target.namespace === undefined &&
    labels === undefined
  ) {
    return true;
  }
  return (
    (name !== undefined && isNamed(policy, name, proxy)) ||
    (labels !== undefined && hasLabels(proxy, labels, capabilities))
  );
}

function hasLabels(
  proxy: ProxyModel,
  labels: Texts,
  capabilities: Capabilities,
): boolean {
  for (const [key, value] of labels) {
    const actual =
      key === LABEL.displayName && capabilities.displayNameLabel
        ? proxy.displayName
        : // A label that is not there equals the empty text in Kuma's map.
          proxy.labels.get(key) ?? '';
    if (actual !== value) return false;
  }
  return true;
}

/**
 * Kuma compares KRIs: a name means the proxy of that display name in the
 * policy's own zone, and in its own namespace unless it names another.
 */
function isNamed(
  policy: PolicyModel,
  name: string,
  proxy: ProxyModel,
): boolean {
  return kriOfProxy(proxy) === kriOfTarget(policy, name);
}

function kriOfProxy(proxy: ProxyModel): string {
  return (
    proxy.kri ??
    formatKri({
      type: 'dp',
      mesh: proxy.mesh,
      zone: proxy.labels.get(LABEL.zone),
      namespace: proxy.labels.get(LABEL.namespace),
      name: proxy.displayName,
    })
  );
}

function kriOfTarget(policy: PolicyModel, name: string): string {
  const own = parseKri(policy.reference.kri ?? '');
  return formatKri({
    type: 'dp',
    mesh: own?.mesh ?? policy.mesh,
    zone: own?.zone ?? policy.zone,
    namespace: policy.target.namespace ?? own?.namespace ?? policy.namespace,
    name,
  });
}
