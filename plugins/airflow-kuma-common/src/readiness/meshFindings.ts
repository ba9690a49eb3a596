import { createEvaluator } from '../evaluator/createEvaluator';
import { readPolicy } from '../evaluator/policies';
import { isRecord, readArray } from '../evaluator/read';
import { KumaResource, MeshSnapshot } from '../evaluator/types';
import { asOf30, isAsOf30 } from './asOf30';
import { outsideWays } from './outsideWays';
import { RULES_30 } from './rules';
import { ReadinessCauseKind, ReadinessResource } from './types';
import { isTransparent } from './withRefs';

const MOST = 50;

/**
 * What a mesh holds that 3.0 takes away or reads in another way, whether or not
 * a call that we know of rests on it.
 * @public
 */
export type ReadinessFinding = {
  kind: ReadinessCauseKind;
  /** At most 50. */
  resources: ReadinessResource[];
  total: number;
};

/**
 * All of a mesh that 3.0 takes away or reads in another way.
 * @public
 */
export function meshFindings(snapshot: MeshSnapshot): ReadinessFinding[] {
  if (isAsOf30(snapshot)) return [];
  const found = [
    ...RULES_30.map(rule => finding(rule.kind, touchedBy(rule, snapshot))),
    finding('external-service', named(snapshot.externalServices)),
  ];
  return found.filter(({ total }) => total > 0);
}

function touchedBy(
  rule: (typeof RULES_30)[number],
  snapshot: MeshSnapshot,
): KumaResource[] {
  const { touches, kind } = rule;
  if (touches) {
    const touched = named(snapshot.meshTrafficPermissions).filter(policy =>
      touches(readPolicy(policy)),
    );
    return kind === 'older-permission'
      ? [...touched, ...named(snapshot.trafficPermissions)]
      : touched;
  }
  const dataplanes = named(snapshot.dataplanes);
  switch (kind) {
    case 'tag-service':
      return changed(snapshot, rule.apply(snapshot), 'meshServices');
    case 'no-identity': {
      const { identityOf } = createEvaluator(asOf30(snapshot));
      return dataplanes.filter(({ name }) => identityOf(name).kind === 'none');
    }
    case 'reachable-backends':
      return dataplanes.filter(
        proxy => isTransparent(proxy) && !hasBackends(proxy),
      );
    case 'reference-by-name':
      return changed(snapshot, rule.apply(snapshot), 'dataplanes');
    default: {
      const [now, then] = [snapshot, asOf30(snapshot)].map(outsideWays);
      return dataplanes.filter(
        ({ name }) =>
          now(name).state !== 'closed' && then(name).state !== 'open',
      );
    }
  }
}

/** Services that lose their selector, or proxies that lose references. */
function changed(
  before: MeshSnapshot,
  after: MeshSnapshot,
  list: 'meshServices' | 'dataplanes',
): KumaResource[] {
  const was = named(before[list]);
  const is = new Map(named(after[list]).map(each => [each.name, each]));
  return was.filter(resource => {
    const then = is.get(resource.name);
    if (then === resource) return false;
    return list === 'dataplanes' || !hasSelector(then);
  });
}

function hasSelector(service: KumaResource | undefined): boolean {
  const { selector } = (service?.spec ?? {}) as { selector?: object };
  return isRecord(selector) && Object.keys(selector).length > 0;
}

function hasBackends(proxy: KumaResource): boolean {
  const { transparentProxying } = proxy.networking as {
    transparentProxying: { reachableBackends?: unknown };
  };
  return isRecord(transparentProxying.reachableBackends);
}

function named(resources: KumaResource[] | undefined): KumaResource[] {
  return readArray(resources).filter(isRecord) as KumaResource[];
}

function finding(
  kind: ReadinessCauseKind,
  resources: KumaResource[],
): ReadinessFinding {
  return {
    kind,
    resources: resources
      .slice(0, MOST)
      .map(({ type, name }) => ({ kind: type, name })),
    total: resources.length,
  };
}
