import {
  Edge,
  edgeDags,
  EDGE_STATES,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';

/** The other end of a DAG or a service that most needs an explanation. */
export type WorstPair = { other?: string; port?: number; loading: boolean };

/** Looks for it where nobody has chosen one yet. */
export function useWorstPair(
  entityRef: string,
  side: 'source' | 'destination',
  skip: boolean,
): WorstPair {
  const api = useApiClient();
  const loaded = useLoad(
    async signal => {
      const { edges } =
        side === 'source'
          ? await api.dag(entityRef, signal)
          : await api.service(entityRef, signal);
      return edges as Edge[];
    },
    `worst ${side} ${entityRef}`,
    { skip },
  );
  const worst = worstEdge(loaded.value ?? []);
  const other =
    side === 'source' ? worst?.service : worst && edgeDags(worst)[0];
  return {
    loading: loaded.loading,
    ...(other && { other, port: worst?.permitted.ports[0]?.port }),
  };
}

/** The edge whose state is worst, of those that lead to a service. */
export function worstEdge<T extends Pick<Edge, 'state' | 'service'>>(
  edges: T[],
): T | undefined {
  const rank = ({ state }: T) => EDGE_STATES.indexOf(state);
  return edges
    .filter(({ service }) => service !== undefined)
    .sort((left, right) => rank(left) - rank(right))[0];
}
