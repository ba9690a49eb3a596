import { GraphQuery } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { EdgeCountChips, LoadBoundary, PlainEmpty } from '../components';
import { GraphLink } from '../graph/GraphLink';
import { GraphTable } from '../graph/GraphTable';
import { totalsInWords } from '../graph/totalsInWords';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';

/**
 * What the DAGs of a group or a user depend on, and who depends on their
 * services. A person owns what their groups own.
 * @public
 */
export function EntityOwnerCard() {
  const { entity } = useEntity();
  const api = useApiClient();
  const owners = [
    stringifyEntityRef(entity),
    ...(entity.relations ?? [])
      .filter(({ type }) => type === RELATION_MEMBER_OF)
      .map(({ targetRef }) => targetRef),
  ];
  const query: GraphQuery = { owner: owners, grouping: 'none' };
  const loaded = useLoad(signal => api.graph(query, signal), owners.join(' '), {
    poll: POLL_MILLISECONDS,
  });
  return (
    <InfoCard title="Airflow × Kuma">
      <LoadBoundary loaded={loaded} what="the dependencies">
        {answer =>
          answer.nodes.length === 0 ? (
            <PlainEmpty>Owns no DAG and no service.</PlainEmpty>
          ) : (
            <>
              <Typography variant="body2" component="div" gutterBottom>
                {`${totalsInWords(answer.totals)}: `}
                <EdgeCountChips counts={answer.totals.states} />
              </Typography>
              <GraphTable answer={answer} short />
              <GraphLink
                changes={{ owner: owners, grouping: 'none' }}
                label="Show as graph"
              />
            </>
          )
        }
      </LoadBoundary>
    </InfoCard>
  );
}
