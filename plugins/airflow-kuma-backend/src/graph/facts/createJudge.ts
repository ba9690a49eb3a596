import {
  createEvaluator,
  DestinationServicePort,
  enforcementOf,
  Evaluator,
  KumaResource,
  MeshSnapshot,
  namedCallers,
  PolicyReference,
  ServiceVerdict,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import memoize from 'lodash/memoize';
import once from 'lodash/once';
import { Mentions } from '../queries/mentions';
import { MeshJudge } from './GraphFacts';

/**
 * The evaluator for one version of a mesh, remembering what it has answered:
 * DAGs that share an identity, and edges that are built again because
 * something else changed, ask the same.
 */
export function createJudge(snapshot: MeshSnapshot): MeshJudge {
  const evaluator = createEvaluator(snapshot);
  const mentions = new Mentions(snapshot);
  const callers = callerKeys(mentions);
  const answers = new Map<string, ServiceVerdict>();
  // Inbounds with the same policies share one list, so this is few sets.
  const nameOf = memoize(
    ({ kind, name }: PolicyReference) => `${kind} ${name}`,
  );
  const namesOf = memoize(
    (policies: PolicyReference[]) => new Set(policies.map(nameOf)),
  );
  const selecting = memoize(
    (destination: DestinationServicePort) => [
      ...new Set(
        evaluator
          .inboundsOf(destination)
          .map(inbound => namesOf(evaluator.selectedBy(inbound))),
      ),
    ],
    destinationKey,
  );
  const changes = new Map(
    [...snapshot.meshTrafficPermissions, ...snapshot.trafficPermissions].map(
      policy => [`${policy.type} ${policy.name}`, changeTime(policy)],
    ),
  );
  const zones = new Map(
    snapshot.dataplanes.map(proxy => [
      proxy.name,
      proxy.labels?.['kuma.io/zone'],
    ]),
  );
  const shown = once(() => shownIdentities(snapshot, evaluator));
  const named = once(() => namedCallers(snapshot));
  return {
    evaluateService(source, destination) {
      const caller = callers(source.uriSans, () => selecting(destination));
      const key = `${destinationKey(destination)} ${caller}`;
      let answer = answers.get(key);
      if (!answer) {
        answer = evaluator.evaluateService(source, destination);
        answers.set(key, answer);
      }
      return answer;
    },
    judgeOnce: (source, destination) =>
      evaluator.evaluateService(source, destination),
    mentions,
    identityOf: proxy => evaluator.identityOf(proxy),
    // Only asked for where somebody looks at one service.
    get shown() {
      return shown();
    },
    get named() {
      return named();
    },
    enforcementOf: destination => enforcementOf(evaluator, destination),
    wayOut: (proxy, destination) => evaluator.wayOut(proxy, destination),
    callerWayOut: (proxies, destination) =>
      evaluator.callerWayOut(proxies, destination),
    wayOutClass: proxies => evaluator.wayOutClass(proxies),
    changedAt: policy => changes.get(`${policy.kind} ${policy.name}`),
    zoneOf: proxy => zones.get(proxy),
  };
}

/**
 * What tells callers apart at a destination: their prefixes, and their own name
 * only where a policy that selects the destination writes it out. Thousands of
 * DAGs that nobody names are one caller.
 */
function callerKeys(mentions: Mentions) {
  const known = memoize(
    (uriSans: string[]) => ({
      named: mentions.policiesNaming(uriSans),
      prefixes: `${uriSans.length} ${mentions.prefixKey(uriSans)}`,
    }),
    uriSans => uriSans.join(' '),
  );
  return (uriSans: string[], selecting: () => Set<string>[]): string => {
    if (!mentions.complete || uriSans.length === 0) return uriSans.join(' ');
    const { named, prefixes } = known(uriSans);
    const isNamed =
      named.size > 0 &&
      selecting().some(policies => [...named].some(name => policies.has(name)));
    return isNamed ? uriSans.join(' ') : `like ${prefixes}`;
  };
}

function destinationKey({ kind, name, port }: DestinationServicePort): string {
  return `${kind} ${name} ${port ?? ''}`;
}

function changeTime(policy: KumaResource): string | undefined {
  return policy.modificationTime ?? policy.creationTime;
}

function shownIdentities(
  snapshot: MeshSnapshot,
  evaluator: Pick<Evaluator, 'identityOf'>,
): MeshJudge['shown'] {
  const shown = new Map<string, MeshJudge['shown'][number]>();
  for (const { name } of snapshot.dataplanes) {
    const { uriSans } = evaluator.identityOf(name);
    if (uriSans.length === 0) continue;
    const key = uriSans.join(' ');
    const known = shown.get(key) ?? { uriSans, proxies: [] };
    known.proxies.push(name);
    shown.set(key, known);
  }
  return [...shown.values()];
}
