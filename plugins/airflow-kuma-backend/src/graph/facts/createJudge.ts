import {
  createEvaluator,
  KumaResource,
  MeshSnapshot,
  ServiceVerdict,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Mentions } from '../queries/mentions';
import { MeshJudge } from './GraphFacts';

/**
 * The evaluator for one version of a mesh, remembering what it has answered:
 * DAGs that share an identity, and edges that are built again because
 * something else changed, ask the same.
 */
export function createJudge(snapshot: MeshSnapshot): MeshJudge {
  const evaluator = createEvaluator(snapshot);
  const answers = new Map<string, ServiceVerdict>();
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
      const { kind, name, port } = destination;
      const key = `${kind} ${name} ${port ?? ''} ${source.uriSans.join(' ')}`;
      let answer = answers.get(key);
      if (!answer) {
        answer = evaluator.evaluateService(source, destination);
        answers.set(key, answer);
      }
      return answer;
    },
    judgeOnce: (source, destination) =>
      evaluator.evaluateService(source, destination),
    mentions: new Mentions(snapshot),
    identityOf: proxy => evaluator.identityOf(proxy),
    changedAt: policy => changes.get(`${policy.kind} ${policy.name}`),
    zoneOf: proxy => zones.get(proxy),
  };
}

function changeTime(policy: KumaResource): string | undefined {
  return policy.modificationTime ?? policy.creationTime;
}
