import {
  DestinationInbound,
  KumaResource,
  selectorsOf,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { inboundsBehind, InboundView, MeshView, sameInbound } from './meshView';

/** A `targetRef` of kind Dataplane. */
export type DataplaneSelector = {
  labels: Record<string, string>;
  sectionName: string;
};

// Computed by the control plane, the same on most proxies of a zone: they tell
// no service from another. The workload does.
const COMPUTED = /^kuma\.io\/(?!workload$)/;

/**
 * Labels and section names that select these inbounds and no other; a reason
 * where there are none. Never by name: Kuma 3.0 drops a name from a targetRef
 * and then selects every proxy (measured).
 */
export function selectInbounds(
  view: MeshView,
  destinations: DestinationInbound[],
  service?: KumaResource,
): { selectors: DataplaneSelector[] } | { refusal: string } {
  const wanted = view.inbounds.filter(inbound =>
    destinations.some(destination => sameInbound(inbound, destination)),
  );
  if (wanted.length === 0) return { refusal: 'No proxy carries this port' };
  const opened = new Set(inboundsBehind(view, destinations));
  const { dataplane, sectionByPort } = selectorsOf(view.snapshot);
  if (!dataplane) {
    return {
      refusal:
        'its inbounds share their kuma.io/service tag with others, and this version of Kuma selects by tags alone (proxies from 2.10 on); give them a tag of their own',
    };
  }
  const unnamed = wanted.find(inbound => !inbound.named);
  if (unnamed && !sectionByPort) {
    return {
      refusal: `this version of Kuma selects an inbound by its name alone (by its port from 2.12 on), and inbound ${unnamed.section} of ${unnamed.dataplane} has none; give it a name`,
    };
  }
  const sections = [...new Set(wanted.map(inbound => inbound.section))].sort();
  const selectors: DataplaneSelector[] = [];
  for (const sectionName of sections) {
    const group = wanted.filter(inbound => inbound.section === sectionName);
    const found = candidates(group, service)
      .map(labels => ({ labels, sectionName }))
      .find(selector =>
        covered(view, selector).every(inbound => opened.has(inbound)),
      );
    if (!found)
      return { refusal: refusalFor(view, group, opened, sectionName, service) };
    selectors.push(found);
  }
  return { selectors };
}

/** Inbounds that a selector selects, in every version of Kuma. */
export function covered(
  view: MeshView,
  selector: DataplaneSelector,
): InboundView[] {
  const entries = Object.entries(selector.labels);
  return view.inbounds.filter(
    inbound =>
      inbound.section === selector.sectionName &&
      entries.every(([key, value]) => inbound.labels[key] === value),
  );
}

/** Narrowest last: what the service itself selects by is what people expect to see. */
function candidates(
  group: InboundView[],
  service?: KumaResource,
): Record<string, string>[] {
  const common = commonEntries(group.map(inbound => inbound.labels));
  const own = Object.fromEntries(
    Object.entries(common).filter(([key]) => !COMPUTED.test(key)),
  );
  const selected = selectorLabels(service);
  const fromService = Object.fromEntries(
    Object.entries(selected).filter(([key, value]) => common[key] === value),
  );
  const whole =
    Object.keys(fromService).length === Object.keys(selected).length;
  const workload = common['kuma.io/workload'];
  return [
    ...(whole ? [fromService] : []),
    ...(workload ? [{ 'kuma.io/workload': workload }] : []),
    { ...fromService, ...own },
    common,
  ].filter(labels => Object.keys(labels).length > 0);
}

function selectorLabels(service?: KumaResource): Record<string, string> {
  const spec = service?.spec as
    | {
        selector?: {
          dataplaneLabels?: { matchLabels?: Record<string, string> };
          dataplaneTags?: Record<string, string>;
        };
      }
    | undefined;
  return (
    spec?.selector?.dataplaneLabels?.matchLabels ??
    spec?.selector?.dataplaneTags ??
    {}
  );
}

export function commonEntries(
  records: Record<string, string>[],
): Record<string, string> {
  const [first = {}, ...rest] = records;
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) =>
      rest.every(other => other[key] === value),
    ),
  );
}

function refusalFor(
  view: MeshView,
  group: InboundView[],
  opened: Set<InboundView>,
  sectionName: string,
  service?: KumaResource,
): string {
  const [narrowest] = candidates(group, service).slice(-1);
  if (!narrowest) {
    return `The proxies behind it share no label, so no policy can select inbound "${sectionName}" alone`;
  }
  const other = covered(view, { labels: narrowest, sectionName }).find(
    inbound => !opened.has(inbound),
  );
  return `Every selector for inbound "${sectionName}" also covers proxy ${other?.dataplane}, which belongs to another service; give its proxies a label of their own`;
}
