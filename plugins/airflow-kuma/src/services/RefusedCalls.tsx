import {
  DenialsAnswer,
  RefusedCaller,
  counted,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { LoadBoundary, TimeAgo, EntityNames } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';

/** What a service refused in the last day: how many, who, and what nobody can tell. */
export function RefusedCalls(props: { entityRef: string }) {
  const { entityRef } = props;
  const api = useApiClient();
  const loaded = useLoad(
    signal => api.denials(entityRef, signal),
    `denials ${entityRef}`,
    { poll: POLL_MILLISECONDS },
  );
  return (
    <LoadBoundary loaded={loaded} what="what was refused">
      {answer => <Answer answer={answer} />}
    </LoadBoundary>
  );
}

function Answer(props: { answer: DenialsAnswer }) {
  const { since, counted: metrics, logged, notKnown } = props.answer;
  return (
    <>
      {metrics && (
        <Typography variant="body2">
          {`Metrics counted ${refusedCalls(metrics.refused)}${period(
            since,
          )}, whoever called.`}
          {metrics.alsoOf.length > 0 &&
            ` The same proxies also serve ${metrics.alsoOf
              .map(({ name }) => name)
              .join(', ')}: the count is of all of them.`}
        </Typography>
      )}
      {logged && <Logged logged={logged} />}
      {notKnown.map(reason => (
        <Typography key={reason} variant="body2">
          {`Not known: ${reason}`}
        </Typography>
      ))}
    </>
  );
}

function Logged(props: { logged: NonNullable<DenialsAnswer['logged']> }) {
  const { since, callers, othersCount } = props.logged;
  if (!callers.length && !othersCount) {
    return (
      <Typography variant="body2">
        {`Access logs show no refusal${period(since)}.`}
      </Typography>
    );
  }
  return (
    <>
      <Typography variant="body2">
        {`Access logs tell who was refused${period(since)}:`}
      </Typography>
      <ul style={{ paddingLeft: 16, marginTop: 4 }}>
        {callers.map(caller => (
          <li key={`${caller.uriSan} ${caller.policy ?? ''}`}>
            <Caller caller={caller} />
          </li>
        ))}
        {othersCount > 0 && (
          <li>
            {`${refusedCalls(
              othersCount,
            )} of callers that are no DAG or service that you may see`}
          </li>
        )}
      </ul>
    </>
  );
}

function Caller(props: { caller: RefusedCaller }) {
  const { runsAs, runsAsTotal, uriSan, policy, count, lastDenied } =
    props.caller;
  return (
    <Typography variant="body2" component="span" title={uriSan}>
      <EntityNames
        entities={runsAs}
        between=" or "
        more={
          runsAsTotal > runsAs.length
            ? ` or one of ${runsAsTotal - runsAs.length} more on its identity`
            : undefined
        }
      />
      {`: ${refusedCalls(count)}, `}
      {policy ? `by ${policy}` : 'as no rule lets it in'}
      {', last '}
      <TimeAgo at={lastDenied} />
    </Typography>
  );
}

/** What a figure is of: metrics and logs may have begun at different times. */
function period(since: string | undefined): string {
  return since ? ` since ${utcMinute(since)}` : '';
}

/** Metrics extrapolate to the edges of a window, so their counts are fractions. */
function refusedCalls(count: number): string {
  const rounded = Math.round(count);
  if (count > 0 && rounded === 0) return 'less than one refused call';
  return rounded === 0 ? 'no refused calls' : counted(rounded, 'refused call');
}
