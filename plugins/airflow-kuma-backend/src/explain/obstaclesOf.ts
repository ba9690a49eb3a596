import {
  AccessObstacle,
  ExplainLink,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from './ExplainFacts';
import { outsideOf } from './remedies';
import { WIRE } from './sentence';

/**
 * Links that no permission mends: while one of them is a problem, calls fail,
 * or pass, whatever is granted.
 */
const BEYOND_PERMISSIONS = new Set<ExplainLink['id']>([
  ...WIRE,
  'mesh-enforces',
]);

/** What has to be mended before a grant would change anything. */
export function obstaclesOf(
  facts: ExplainFacts,
  chain: ExplainLink[],
): AccessObstacle[] {
  return chain
    .filter(
      ({ id, status }) => status === 'problem' && BEYOND_PERMISSIONS.has(id),
    )
    .map(({ id, fact }) => {
      const advice = outsideOf(id, facts);
      return { fact, ...(advice && { advice }) };
    });
}
