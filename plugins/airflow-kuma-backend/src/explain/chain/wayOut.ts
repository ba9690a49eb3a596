import {
  ExplainLink,
  WayOutCode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from '../ExplainFacts';
import { linkOf } from './links';

const link = linkOf({
  id: 'way-out',
  title: "The DAG's proxy has a way out to the service",
});

/** How it looks from the task; a missing permission answers, this does not. */
const LOOKS_LIKE =
  "The task's log then shows a connection that is refused, reset or timed out, never the 403 of a missing permission.";

/** Such a proxy only takes calls: its tasks call past the mesh, if at all. */
const ONLY_TAKES_CALLS: WayOutCode = 'no-outbounds';

/**
 * The caller's end, before any permission. As open as the least open proxy: a
 * task can run beside any of them.
 */
export function checkWayOut(facts: ExplainFacts): ExplainLink {
  const { waysOut, service } = facts;
  if (waysOut.length === 0) {
    return link.notApplicable('There is no proxy whose way out could be read.');
  }
  const details = waysOut.map(({ proxy, wayOut }) => ({
    label: proxy,
    value: `${wayOut.state}: ${wayOut.reason}`,
  }));
  const of = (state: string) =>
    waysOut.filter(({ wayOut }) => wayOut.state === state);
  const closedOnes = of('closed');
  if (waysOut.every(({ wayOut }) => wayOut.code === ONLY_TAKES_CALLS)) {
    return link.notApplicable(waysOut[0].wayOut.reason);
  }
  const closed =
    closedOnes.find(({ wayOut }) => wayOut.code !== ONLY_TAKES_CALLS) ??
    closedOnes[0];
  if (closed) {
    const { reason } = closed.wayOut;
    const some =
      closedOnes.length < waysOut.length
        ? ` ${closedOnes.length} of ${waysOut.length} proxies have none.`
        : '';
    return link.problem(`${reason}${some} ${LOOKS_LIKE}`, {
      details: [...details, ...referenceTo(service)],
    });
  }
  const [unknown] = of('unknown');
  if (unknown) return link.unknown(unknown.wayOut.reason, { details });
  return link.ok(waysOut[0].wayOut.reason, { details });
}

/** What to add at the caller's end; a port in it would not narrow for sure. */
function referenceTo({
  kind,
  name,
  displayName,
  namespace,
}: ExplainFacts['service']): { label: string; value: string }[] {
  if (kind === 'ServiceTag') {
    return [{ label: 'add to reachableServices', value: name }];
  }
  const parts = [`kind: ${kind}`, `name: ${displayName}`];
  if (namespace) parts.push(`namespace: ${namespace}`);
  return [
    {
      label: 'add to reachableBackends.refs',
      value: `{ ${parts.join(', ')} }`,
    },
  ];
}
