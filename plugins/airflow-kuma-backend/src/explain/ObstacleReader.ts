import { AccessObstacle } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { buildChain } from './chain';
import { Explainer } from './Explainer';
import { obstaclesOf } from './obstaclesOf';

/** Pairs of one request that are looked at; one between domains can have thousands. */
const PAIRS_READ = 20;

/** Says what would keep a permission from helping, from the same facts as Explain. */
export interface ObstacleReader {
  /** Each told once, in the order in which a person should mend them. */
  of(
    pairs: { dag: string; service: string; port: number }[],
  ): Promise<AccessObstacle[]>;
}

export class ExplainedObstacles implements ObstacleReader {
  constructor(private readonly explainer: Pick<Explainer, 'facts'>) {}

  async of(
    pairs: { dag: string; service: string; port: number }[],
  ): Promise<AccessObstacle[]> {
    const found = new Map<string, AccessObstacle>();
    for (const { dag, service, port } of pairs.slice(0, PAIRS_READ)) {
      const facts = await this.explainer.facts({
        source: dag,
        destination: service,
        port,
      });
      for (const obstacle of obstaclesOf(facts, buildChain(facts))) {
        found.set(obstacle.fact, obstacle);
      }
    }
    return [...found.values()];
  }
}
