import { attemptsOf } from './plan';
import { Dag, FailureSeed, Run } from './types';

/** How each kind of failure reads in a task's log; the first is what Envoy's denial looks like. */
const exceptions: Record<
  FailureSeed['why'],
  { type: string; message: string }
> = {
  'mesh-denied': { type: 'HTTPError', message: 'HTTP Error 403: Forbidden' },
  timeout: { type: 'TimeoutError', message: 'The read operation timed out' },
  error: { type: 'ValueError', message: 'unexpected empty batch' },
};

export type LogLine = {
  at?: number;
  level?: 'info' | 'error';
  event: string;
  exception?: { type: string; message: string };
};

/** Lines of a task's log, before each API dresses them. */
export function taskLog(
  dag: Dag,
  run: Run,
  taskId: string,
  now: number,
): LogLine[] | undefined {
  const attempt = attemptsOf(dag, run, now).find(
    ({ task }) => task.taskId === taskId,
  );
  if (!attempt) return undefined;
  if (attempt.startDate === undefined) return [];
  const file = `/opt/airflow/logs/dag_id=${dag.dagId}/run_id=${run.runId}/task_id=${taskId}/attempt=1.log`;
  const lines: LogLine[] = [
    { event: '::group::Log message source details' },
    { event: file },
    { event: '::endgroup::' },
    { at: attempt.startDate, level: 'info', event: '::group::Pre Execute' },
    {
      at: attempt.startDate + 40,
      level: 'info',
      event: `Filling up the DagBag from /opt/airflow/dags/${dag.file}`,
    },
    { at: attempt.startDate + 60, level: 'info', event: '::endgroup::' },
  ];
  if (attempt.endDate === undefined) return lines;
  if (attempt.state === 'failed' && run.failure) {
    lines.push({
      at: attempt.endDate,
      level: 'error',
      event: 'Task failed with exception',
      exception: exceptions[run.failure.why],
    });
  } else {
    lines.push({
      at: attempt.endDate,
      level: 'info',
      event: 'Done. Returned value was: None',
    });
  }
  return lines;
}
