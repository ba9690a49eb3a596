import {
  callerWayOut,
  ExplainLink,
  WayOutCode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { stringify } from 'yaml';
import { ExplainFacts } from '../ExplainFacts';
import { linkOf } from './links';

const link = linkOf({
  id: 'way-out',
  title: "The way out of the DAG's proxy",
});

/** How it looks from the task; a missing permission answers, this does not. */
const LOOKS_LIKE =
  "The task's log then shows a connection that is refused, reset or timed out, never the 403 of a missing permission.";

/**
 * The caller's end, before any permission. As open as the least open proxy: a
 * task can run beside any of them.
 */
export function checkWayOut(facts: ExplainFacts): ExplainLink {
  const { waysOut, permitted } = facts;
  // Of the live ones, as everywhere; else of those that people have to look at.
  const caller =
    permitted.wayOut ??
    callerWayOut(waysOut.map(({ wayOut }) => ({ proxies: 1, wayOut })));
  if (!caller) {
    return link.notApplicable(
      waysOut[0]?.wayOut.reason ??
        'There is no proxy whose way out could be read.',
    );
  }
  const details = waysOut.map(({ proxy, wayOut }) => ({
    label: proxy,
    value: `${wayOut.state}: ${wayOut.reason}`,
  }));
  const { state, code, reason, proxies, alike } = caller;
  if (state === 'unknown') return link.unknown(reason, { details });
  if (state === 'open') return link.ok(reason, { details });
  const some =
    alike < proxies ? ` ${alike} of ${proxies} proxies have none.` : '';
  return link.problem(`${reason}${some} ${LOOKS_LIKE}`, {
    details: [...details, ...toAdd(facts, code)],
  });
}

/** What to add at the caller's end; a port in a reference would not narrow for sure. */
function toAdd(
  { service, reference }: ExplainFacts,
  code: WayOutCode,
): { label: string; value: string }[] {
  if (service.kind === 'ServiceTag') {
    return [{ label: 'add to reachableServices', value: service.name }];
  }
  if (!reference) return [];
  const { ref, note } = reference;
  return [
    {
      label:
        code === 'no-outbound'
          ? 'add to networking.outbound as backendRef, with a port'
          : 'add to reachableBackends.refs',
      value: stringify(ref, { collectionStyle: 'flow', lineWidth: 0 }).trim(),
    },
    ...(note ? [{ label: 'before 3.0', value: note }] : []),
  ];
}
