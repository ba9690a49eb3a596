import { counted } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import {
  LoadBoundary,
  PlainEmpty,
  StatusChip,
  EntityName,
} from '../../components';
import { OUTCOMES } from '../../edges/facets';
import { useApiClient } from '../../hooks/useApiClient';
import { useLoad } from '../../hooks/useLoad';
import { CallerLists } from '../../services/CallerLists';

/** Who can reach a service, or what a DAG can reach; asked on demand. */
export function Reach(props: { entityRef: string; side: 'to' | 'from' }) {
  const { entityRef, side } = props;
  const [asked, setAsked] = useState(false);
  const question = side === 'to' ? 'Who can reach it?' : 'What can it reach?';
  if (!asked) {
    return (
      <Button size="small" variant="outlined" onClick={() => setAsked(true)}>
        {question}
      </Button>
    );
  }
  return (
    <section aria-label={question}>
      <Typography variant="subtitle2" component="h3">
        {question}
      </Typography>
      <Reached entityRef={entityRef} side={side} />
    </section>
  );
}

function Reached(props: { entityRef: string; side: 'to' | 'from' }) {
  const { entityRef, side } = props;
  const api = useApiClient();
  const loaded = useLoad(
    signal =>
      api.reach(
        side === 'to' ? { to: entityRef } : { from: entityRef },
        signal,
      ),
    `${side} ${entityRef}`,
  );
  return (
    <LoadBoundary loaded={loaded} what="the answer">
      {({ items, total, unknown, callers }) => (
        <>
          {callers && <CallerLists callers={callers} />}
          {callers && total > 0 && (
            <Typography variant="subtitle2" component="h4">
              {counted(total, 'DAG')}
            </Typography>
          )}
          {total === 0 && (
            <PlainEmpty>
              {side === 'to'
                ? 'No DAG that you may see.'
                : 'No service that you may see.'}
            </PlainEmpty>
          )}
          <ul style={{ paddingLeft: 16 }}>
            {items.map(item => (
              <li key={item.ref} title={item.reason}>
                <EntityName entityRef={item.ref} name={item.name} />
                {item.mesh && ` in mesh ${item.mesh}`}
                {` on ${item.ports.join(', ')} `}
                {item.outcome === 'not-enforced' && (
                  <StatusChip {...OUTCOMES['not-enforced']} />
                )}
                {item.policy && `by ${item.policy.name}`}
              </li>
            ))}
          </ul>
          {total > items.length && (
            <Typography variant="body2">{`and ${
              total - items.length
            } more`}</Typography>
          )}
          {unknown > 0 && (
            <Typography variant="body2">
              {`Of ${unknown} more nobody can tell, e.g. because they have no identity.`}
            </Typography>
          )}
        </>
      )}
    </LoadBoundary>
  );
}
