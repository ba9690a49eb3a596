import type { AirflowState } from '../AirflowState';
import { uuid7 } from '../hash';
import { attemptsOf, stateOf, TaskAttempt } from '../plan';
import { orNull, zuluTime } from '../times';
import { Dag, Run } from '../types';
import { operatorOf, versionRow } from './dagShapes';
import { since31 } from './since';

export function runRow(state: AirflowState, dag: Dag, run: Run) {
  const now = state.now();
  const stateNow = stateOf(run, now);
  const isStarted = stateNow !== 'queued';
  const isDone = isStarted && stateNow !== 'running';
  const logical = orNull(zuluTime, run.logicalDate);
  return {
    dag_run_id: run.runId,
    dag_id: run.dagId,
    logical_date: logical,
    queued_at: zuluTime(run.queuedAt),
    start_date: isStarted ? zuluTime(run.startDate) : null,
    end_date: isDone ? zuluTime(run.endDate) : null,
    ...since31(state.version, {
      duration: isDone ? (run.endDate - run.startDate) / 1000 : null,
    }),
    data_interval_start: logical,
    data_interval_end: logical,
    run_after: zuluTime(run.runAfter),
    last_scheduling_decision: isStarted
      ? zuluTime(isDone ? run.endDate : run.startDate)
      : null,
    run_type: runType(state, run),
    state: stateNow,
    triggered_by: run.triggeredBy,
    ...since31(state.version, { triggering_user_name: run.user ?? null }),
    conf: run.conf,
    note: run.note ?? null,
    dag_versions: [versionRow(state, dag, run.version)],
    bundle_version: null,
    ...since31(state.version, {
      dag_display_name: dag.displayName ?? dag.dagId,
      partition_key: null,
      partition_date: null,
    }),
  };
}

/** `operator_triggered` came with 3.3; before, such a run was manual. */
function runType(state: AirflowState, run: Run): string {
  return state.version === '3.0.6' && run.runType === 'operator_triggered'
    ? 'manual'
    : run.runType;
}

export function taskInstanceRows(state: AirflowState, dag: Dag, run: Run) {
  return attemptsOf(dag, run, state.now()).map(attempt =>
    taskInstanceRow(state, dag, run, attempt),
  );
}

function taskInstanceRow(
  state: AirflowState,
  dag: Dag,
  run: Run,
  attempt: TaskAttempt,
) {
  const { task, startDate, endDate } = attempt;
  const operator = operatorOf(task);
  const hasRun = startDate !== undefined;
  return {
    id: uuid7(run.queuedAt, `${run.dagId}/${run.runId}/${task.taskId}`),
    task_id: task.taskId,
    dag_id: run.dagId,
    dag_run_id: run.runId,
    map_index: -1,
    logical_date: orNull(zuluTime, run.logicalDate),
    run_after: zuluTime(run.runAfter),
    start_date: orNull(zuluTime, startDate),
    end_date: orNull(zuluTime, endDate),
    duration:
      startDate !== undefined && endDate !== undefined
        ? (endDate - startDate) / 1000
        : null,
    state: attempt.state,
    try_number: hasRun ? 1 : 0,
    max_tries: 0,
    task_display_name: task.taskId,
    ...since31(state.version, {
      dag_display_name: dag.displayName ?? dag.dagId,
    }),
    // Airflow leaves both empty for tasks that never ran.
    hostname: hasRun ? `demo-worker-${task.queue ?? 'default'}` : '',
    unixname: 'airflow',
    pool: task.pool ?? 'default_pool',
    pool_slots: 1,
    queue: task.queue ?? 'default',
    priority_weight: 1,
    operator,
    ...since31(state.version, { operator_name: operator }),
    queued_when: zuluTime(attempt.queuedAt),
    scheduled_when: zuluTime(attempt.queuedAt),
    pid: hasRun ? 4242 : null,
    executor: null,
    executor_config: '{}',
    note: null,
    rendered_map_index: null,
    rendered_fields: hasRun ? renderedFields(task) : {},
    trigger: null,
    triggerer_job: null,
    dag_version: versionRow(state, dag, run.version),
  };
}

function renderedFields(task: TaskAttempt['task']): Record<string, unknown> {
  if (task.triggers) return { trigger_dag_id: task.triggers };
  if (task.waitsFor) return { external_dag_id: task.waitsFor };
  return {
    templates_dict: null,
    op_args: task.url ? [task.url] : [],
    op_kwargs: {},
  };
}
