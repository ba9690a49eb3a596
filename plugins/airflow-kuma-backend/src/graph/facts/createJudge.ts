import {
  createEvaluator,
  DestinationServicePort,
  KumaResource,
  MeshSnapshot,
  PolicyReference,
  ServiceVerdict,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import memoize from 'lodash/memoize';
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
    wayOut: (proxy, destination) => evaluator.wayOut(proxy, destination),
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
