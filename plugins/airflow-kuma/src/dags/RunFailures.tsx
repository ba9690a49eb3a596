import Typography from '@material-ui/core/Typography';
import {
  DagRun,
  FailureClass,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainLink } from '../explain/ExplainLink';

const WORDS: Record<FailureClass, string> = {
  forbidden: 'refused (403)',
  unavailable: 'unavailable (503)',
  reset: 'connection reset',
  tls: 'TLS error',
};

/** What the tasks of a run failed of, and the way to the explanation of that edge. */
export function RunFailures(props: { dag: string; run: DagRun }) {
  const { dag, run } = props;
  if (!run.failures?.length) return <>–</>;
  return (
    <>
      {run.failures.map(failure => (
        <Typography key={failure.taskId} variant="body2" component="div">
          {`${failure.taskId}: ${WORDS[failure.class]}`}
          {failure.service && (
            <ExplainLink
              source={dag}
              destination={failure.service}
              about={`the failure of ${failure.taskId} in ${run.runId}`}
            />
          )}
        </Typography>
      ))}
    </>
  );
}
