import {
  AccessObstacle,
  ExplainLink,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError, NotFoundError } from '@backstage/errors';
import { buildChain } from './chain';
import { Explainer, ExplainQuestion } from './Explainer';
import { ExplainFacts } from './ExplainFacts';
import { obstaclesOf } from './obstaclesOf';

/** Pairs of one request that are looked at; one between domains can have thousands. */
const PAIRS_READ = 20;

/** Says what would keep a permission from helping, from the same facts as Explain. */
export interface ObstacleReader {
  /** Each told once, in the order in which a person should mend them. */
  of(
    pairs: { dag: string; service: string; port: number }[],
    options?: {
      /** Links of the chain that are told elsewhere. */
      without?: ExplainLink['id'][];
    },
  ): Promise<AccessObstacle[]>;
}

export class ExplainedObstacles implements ObstacleReader {
  constructor(private readonly explainer: Pick<Explainer, 'facts'>) {}

  async of(
    pairs: { dag: string; service: string; port: number }[],
    options: { without?: ExplainLink['id'][] } = {},
  ): Promise<AccessObstacle[]> {
    const found = new Map<string, AccessObstacle>();
    for (const { dag, service, port } of pairs.slice(0, PAIRS_READ)) {
      const facts = await this.#known({
        source: dag,
        destination: service,
        port,
      });
      if (!facts) continue;
      const chain = buildChain(facts).filter(
        ({ id }) => !options.without?.includes(id),
      );
      for (const obstacle of obstaclesOf(facts, chain)) {
        found.set(obstacle.fact, obstacle);
      }
    }
    return [...found.values()];
  }

  /** Nothing where an end left since it was asked for: the request says so itself. */
  async #known(question: ExplainQuestion): Promise<ExplainFacts | undefined> {
    try {
      return await this.explainer.facts(question);
    } catch (error) {
      if (error instanceof NotFoundError || error instanceof InputError) {
        return undefined;
      }
      throw error;
    }
  }
}
