import { SourceStatus } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { TimeAgo } from '../components';

/** Skipped items to list before counting the rest. */
const SHOWN_ITEMS = 5;

/** What is wrong with a source, and what is held back. */
export function SourceProblems(props: { source: SourceStatus }) {
  const { error, heldBack, skipped } = props.source;
  if (!error && !heldBack && skipped.length === 0) return <>Nothing</>;
  return (
    <>
      {error && <Typography variant="body2">{error}</Typography>}
      {heldBack && (
        <Typography variant="body2">
          {`Its list of ${
            heldBack.what === 'dags' ? 'DAGs' : 'services'
          } fell from ${heldBack.from} to ${heldBack.to} `}
          <TimeAgo at={heldBack.since} />. The old list stands until{' '}
          {heldBack.until ? (
            <TimeAgo at={heldBack.until} />
          ) : (
            'the next read repeats the drop'
          )}
          , or until somebody accepts it.
        </Typography>
      )}
      {skipped.length > 0 && (
        <details>
          <summary>
            {skipped.length === 1
              ? '1 item skipped'
              : `${skipped.length} items skipped`}
          </summary>
          <ul>
            {skipped.slice(0, SHOWN_ITEMS).map(({ item, reason }) => (
              <li key={item}>{`${item}: ${reason}`}</li>
            ))}
            {skipped.length > SHOWN_ITEMS && (
              <li>{`and ${skipped.length - SHOWN_ITEMS} more`}</li>
            )}
          </ul>
        </details>
      )}
    </>
  );
}
