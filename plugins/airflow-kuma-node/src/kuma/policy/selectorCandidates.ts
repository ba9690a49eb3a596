import { DataplaneModel } from './readDataplane';
import { MeshServiceModel } from './readMeshService';
import { PermissionContext } from './types';

const ZONE = 'kuma.io/zone';
const NAMESPACE = 'k8s.kuma.io/namespace';
const WORKLOAD = 'kuma.io/workload';

// Labels that every proxy has, or that a new pod of the same service does not.
const NOT_TELLING =
  /^(kuma\.io\/(display-name|env|mesh|origin|proxy-type|managed-by|listener-.*)|pod-template-.*|controller-revision-hash|controller-uid|job-name|batch\.kubernetes\.io\/.*|statefulset\.kubernetes\.io\/.*|apps\.kubernetes\.io\/.*)$/;

/**
 * Labels by which a policy could select the proxies of a service, the
 * plainest first: what the service itself selects by. A service of an older
 * mesh selects by tags, which are labels too on Kubernetes; else the labels
 * that its proxies have in common stand for them. None is ever empty: that
 * would select every proxy of the mesh.
 */
export function selectorCandidates(
  service: MeshServiceModel,
  own: DataplaneModel[],
  context: { facts: PermissionContext['facts']; dataplanes: DataplaneModel[] },
): Record<string, string>[] {
  const common = commonLabels(own);
  const pick = (keys: string[]) =>
    Object.fromEntries(
      keys.filter(key => key in common).map(key => [key, common[key]]),
    );
  const always = pick(severalZones(context) ? [NAMESPACE, ZONE] : [NAMESPACE]);
  const telling = pick(
    Object.keys(common).filter(key => !NOT_TELLING.test(key)),
  );
  const { labels, tags } = service.selector;
  const plain = labels
    ? [
        { ...always, ...labels },
        { ...always, ...labels, ...pick([ZONE]) },
      ]
    : [
        ...(tags ? [{ ...always, ...sameAsLabels(tags, common) }] : []),
        { ...always, ...pick([WORKLOAD]) },
        telling,
      ];
  return plain.filter(candidate =>
    // A namespace or a zone alone is never what a service selects by.
    Object.keys(candidate).some(key => key !== NAMESPACE && key !== ZONE),
  );
}

/** Pairs that all of them have. */
function commonLabels(dataplanes: DataplaneModel[]): Record<string, string> {
  const [first, ...others] = dataplanes;
  return Object.fromEntries(
    Object.entries(first?.labels ?? {}).filter(([key, value]) =>
      others.every(({ labels }) => labels[key] === value),
    ),
  );
}

function sameAsLabels(
  tags: Record<string, string>,
  labels: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).filter(([key, value]) => labels[key] === value),
  );
}

/** Whether proxies of another zone can be in reach of the policy. */
function severalZones(context: {
  facts: PermissionContext['facts'];
  dataplanes: DataplaneModel[];
}): boolean {
  const { deployment } = context.facts;
  const zones = new Set(context.dataplanes.map(({ labels }) => labels[ZONE]));
  return (
    deployment?.mode === 'global' ||
    deployment?.federated === true ||
    zones.size > 1
  );
}
