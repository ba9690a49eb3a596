import { LABEL, ProxyModel } from '../mesh';
import { compareTexts } from '../policies';
import {
  isRecord,
  readArray,
  readRecord,
  readString,
  readTexts,
} from '../read';
import { KumaResource } from '../types';

/**
 * The MeshIdentity of a proxy: the one with most matching labels, on a tie the
 * smallest name (BestMatched). An empty selector matches all proxies, an
 * absent one none. It is chosen before anybody asks whether it is ready.
 */
export function selectIdentity(
  identities: KumaResource[],
  proxy: ProxyModel,
): KumaResource | undefined {
  let best: { identity: KumaResource; count: number; name: string } | undefined;
  for (const identity of identities) {
    const count = matchedLabels(identity, proxy);
    if (count === undefined || !isOfZone(identity, proxy)) continue;
    const name = readString(identity.name) ?? '';
    const wins =
      !best ||
      count > best.count ||
      (count === best.count && compareTexts(name, best.name) < 0);
    if (wins) best = { identity, count, name };
  }
  return best?.identity;
}

function matchedLabels(
  identity: KumaResource,
  proxy: ProxyModel,
): number | undefined {
  const { dataplane } = readRecord(readRecord(identity.spec).selector);
  if (!isRecord(dataplane)) return undefined;
  const wanted = readTexts(dataplane.matchLabels);
  for (const [key, value] of wanted) {
    if (proxy.labels.get(key) !== value) return undefined;
  }
  return wanted.size;
}

/** A global control plane lists identities of all zones; each serves its own. */
function isOfZone(identity: KumaResource, proxy: ProxyModel): boolean {
  const labels = readTexts(identity.labels);
  const zone = labels.get(LABEL.zone);
  const own = proxy.labels.get(LABEL.zone);
  return labels.get(LABEL.origin) !== 'zone' || !zone || !own || zone === own;
}

/** Why a MeshIdentity gives no certificates, `undefined` where it does. */
export function notReadyReason(identity: KumaResource): string | undefined {
  const conditions = readArray(readRecord(identity.status).conditions).map(
    readRecord,
  );
  const ready = conditions.find(condition => condition.type === 'Ready');
  if (ready?.status === 'True') return undefined;
  const cause =
    conditions.find(
      condition => condition.status === 'False' && condition.type !== 'Ready',
    ) ?? ready;
  const texts = [readString(cause?.reason), readString(cause?.message)];
  const detail = texts.filter(Boolean).join(': ');
  return `MeshIdentity ${readString(identity.name) ?? ''} is not ready${
    detail ? ` (${detail})` : ''
  }`;
}
