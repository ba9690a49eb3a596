import {
  ExplainLink,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts, ProxyFacts } from '../ExplainFacts';
import { linkOf } from './links';

const source = linkOf({
  id: 'source-proxy',
  title: "The DAG's proxy",
});
const destination = linkOf({
  id: 'destination-proxy',
  title: "The service's proxy",
});

export function checkSourceProxy(facts: ExplainFacts): ExplainLink {
  if (!facts.source.length) {
    return facts.identities.length
      ? source.problem(
          'No proxy with this identity is known to the control plane now. Between runs that is usual for pods that come and go; during a run it means that the sidecar is missing.',
        )
      : source.notApplicable('There is no identity to look for a proxy by.');
  }
  return judge(source, facts.source);
}

export function checkDestinationProxy(facts: ExplainFacts): ExplainLink {
  if (facts.service.kind === 'MeshExternalService') {
    return destination.notApplicable(
      'An external service has no proxy of its own.',
    );
  }
  if (!facts.destination.length) {
    return destination.problem(
      `No proxy carries ${facts.service.displayName} now.`,
    );
  }
  return judge(destination, facts.destination);
}

function judge(
  link: ReturnType<typeof linkOf>,
  sides: ProxyFacts[],
): ExplainLink {
  const proxies = sides.map(({ proxy }) => proxy);
  const online = proxies.filter(({ status }) => status === 'online');
  const details = proxies.slice(0, 20).map(({ name, status, since }) => ({
    label: name,
    value: since ? `${status} since ${utcMinute(since)}` : status,
  }));
  const [first] = proxies.filter(({ status }) => status !== 'online');
  if (!first) {
    return link.ok(
      proxies.length === 1
        ? `${proxies[0].name} is connected.`
        : `All ${proxies.length} proxies are connected.`,
      { details, at: proxies[0].since },
    );
  }
  const untold = proxies.find(({ status }) => status === 'unknown');
  if (untold && !online.length) {
    return link.unknown(
      `The control plane does not tell whether ${untold.name} is connected.`,
      { details },
    );
  }
  const words = `${first.name} is ${first.status}${
    first.since ? ` since ${utcMinute(first.since)}` : ''
  }`;
  return online.length
    ? link.ok(
        `${online.length} of ${proxies.length} proxies are connected; ${words}.`,
        { details },
      )
    : link.problem(`${words}, and no other proxy stands in.`, {
        details,
        at: first.since,
      });
}
