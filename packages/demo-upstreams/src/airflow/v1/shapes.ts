import type { AirflowState } from '../AirflowState';
import { describeCron, nextFire, previousFires } from '../cron';
import { attemptsOf, stateOf } from '../plan';
import { offsetTime, orNull } from '../times';
import { Dag, EventLog, Run, TaskSeed } from '../types';
import { operatorOf } from '../v2/dagShapes';
import { AssetUse } from '../assets';

const presets: Record<string, string> = {
  '0 * * * *': '@hourly',
  '0 0 * * *': '@daily',
  '0 0 1 * *': '@monthly',
};

const operatorModules: Record<string, string> = {
  PythonOperator: 'airflow.operators.python',
  BashOperator: 'airflow.operators.bash',
  TriggerDagRunOperator: 'airflow.operators.trigger_dagrun',
  ExternalTaskSensor: 'airflow.sensors.external_task',
};

export function dagRow(state: AirflowState, dag: Dag) {
  const now = state.now();
  // Airflow 2 names a run after the start of its interval: the fire before.
  const previous = dag.cron ? previousFires(dag.cron, now, 1)[0] : undefined;
  const next = dag.cron ? nextFire(dag.cron, now) : undefined;
  return {
    dag_display_name: dag.displayName ?? dag.dagId,
    dag_id: dag.dagId,
    default_view: 'grid',
    description: dag.description ?? null,
    file_token: 'redacted',
    fileloc: `/opt/airflow/dags/${dag.file}`,
    has_import_errors: dag.hasImportErrors ?? false,
    has_task_concurrency_limits: false,
    is_active: !dag.isStale,
    is_paused: dag.isPaused ?? false,
    is_subdag: false,
    last_expired: null,
    last_parsed_time: offsetTime(dag.lastParsed),
    last_pickled: null,
    max_active_runs: 16,
    max_active_tasks: 16,
    max_consecutive_failed_dag_runs: 0,
    next_dagrun: orNull(offsetTime, previous),
    next_dagrun_create_after: orNull(offsetTime, next),
    next_dagrun_data_interval_end: orNull(offsetTime, next),
    next_dagrun_data_interval_start: orNull(offsetTime, previous),
    owners: dag.owners,
    pickle_id: null,
    root_dag_id: null,
    schedule_interval: dag.cron
      ? { __type: 'CronExpression', value: presets[dag.cron] ?? dag.cron }
      : null,
    scheduler_lock: null,
    tags: dag.tags.map(name => ({ name })),
    timetable_description: description(dag),
  };
}

export function dagDetails(state: AirflowState, dag: Dag) {
  return {
    ...dagRow(state, dag),
    catchup: false,
    concurrency: 16,
    dag_run_timeout: null,
    dataset_expression: dag.scheduleAssets ? { all: dag.scheduleAssets } : null,
    doc_md: dag.docMd ?? null,
    end_date: null,
    is_paused_upon_creation: null,
    // As in the list it is the time of the call.
    last_parsed: offsetTime(state.now()),
    orientation: 'LR',
    // Details have no owners in 2.11; the list has.
    owners: [],
    params: {},
    render_template_as_native_obj: false,
    start_date: '2026-01-01T00:00:00+00:00',
    template_searchpath: null,
    timezone: 'UTC',
  };
}

export function taskRow(dag: Dag, task: TaskSeed) {
  const operator = operatorOf(task);
  return {
    class_ref: {
      class_name: operator,
      module_path: operatorModules[operator] ?? 'demo.operators',
    },
    depends_on_past: false,
    doc_md: null,
    downstream_task_ids: [...(task.downstream ?? [])].sort(),
    end_date: null,
    execution_timeout: null,
    extra_links: [],
    is_mapped: task.isMapped ?? false,
    operator_name: operator,
    owner: dag.owners[0] ?? 'airflow',
    params: {},
    pool: task.pool ?? 'default_pool',
    pool_slots: 1,
    priority_weight: 1,
    queue: task.queue ?? 'default',
    retries: 0,
    retry_delay: {
      __type: 'TimeDelta',
      days: 0,
      microseconds: 0,
      seconds: 300,
    },
    retry_exponential_backoff: false,
    start_date: '2026-01-01T00:00:00+00:00',
    task_display_name: task.taskId,
    task_id: task.taskId,
    template_fields: ['templates_dict', 'op_args', 'op_kwargs'],
    trigger_rule: 'all_success',
    ui_color: '#ffefeb',
    ui_fgcolor: '#000',
    wait_for_downstream: false,
    weight_rule: 'downstream',
  };
}

export function runRow(state: AirflowState, run: Run) {
  const stateNow = stateOf(run, state.now());
  const isStarted = stateNow !== 'queued';
  const isDone = isStarted && stateNow !== 'running';
  const logical = offsetTime(run.logicalDate ?? run.runAfter);
  return {
    conf: run.conf,
    dag_id: run.dagId,
    dag_run_id: run.runId,
    data_interval_end: logical,
    data_interval_start: logical,
    end_date: isDone ? offsetTime(run.endDate) : null,
    execution_date: logical,
    external_trigger: run.runType === 'manual',
    last_scheduling_decision: isStarted ? offsetTime(run.startDate) : null,
    logical_date: logical,
    note: run.note ?? null,
    run_type: runType(run),
    start_date: isStarted ? offsetTime(run.startDate) : null,
    state: stateNow,
  };
}

/** The words of Airflow 2 for kinds of runs. */
function runType(run: Run): string {
  if (run.runType === 'asset_triggered') return 'dataset_triggered';
  return run.runType === 'operator_triggered' ? 'manual' : run.runType;
}

export function taskInstanceRows(state: AirflowState, dag: Dag, run: Run) {
  return attemptsOf(dag, run, state.now()).map(attempt => {
    const { task, startDate, endDate } = attempt;
    const hasRun = startDate !== undefined;
    return {
      dag_id: run.dagId,
      dag_run_id: run.runId,
      duration: hasRun && endDate ? (endDate - startDate) / 1000 : null,
      end_date: orNull(offsetTime, endDate),
      execution_date: offsetTime(run.logicalDate ?? run.runAfter),
      executor: null,
      executor_config: '{}',
      hostname: hasRun ? 'demo-batch-worker' : '',
      map_index: -1,
      max_tries: 0,
      note: null,
      operator: operatorOf(task),
      pid: hasRun ? 4242 : null,
      pool: task.pool ?? 'default_pool',
      pool_slots: 1,
      priority_weight: 1,
      queue: task.queue ?? 'default',
      queued_when: offsetTime(attempt.queuedAt),
      rendered_fields: hasRun
        ? {
            op_args: task.url ? [task.url] : [],
            op_kwargs: {},
            templates_dict: null,
          }
        : {},
      rendered_map_index: null,
      sla_miss: null,
      start_date: orNull(offsetTime, startDate),
      state: attempt.state,
      task_display_name: task.taskId,
      task_id: task.taskId,
      trigger: null,
      triggerer_job: null,
      try_number: hasRun ? 1 : 0,
      unixname: 'airflow',
    };
  });
}

export function datasetRow(asset: AssetUse, at: number) {
  const times = { created_at: offsetTime(at), updated_at: offsetTime(at) };
  return {
    aliases: [],
    consuming_dags: asset.scheduled.map(dagId => ({ dag_id: dagId, ...times })),
    created_at: times.created_at,
    extra: {},
    id: asset.id,
    producing_tasks: asset.producers.map(({ dagId, taskId }) => ({
      dag_id: dagId,
      task_id: taskId,
      ...times,
    })),
    updated_at: times.updated_at,
    uri: asset.uri,
  };
}

export function eventRow(row: EventLog) {
  return {
    dag_id: row.dagId ?? null,
    event: row.event,
    event_log_id: row.id,
    execution_date: orNull(offsetTime, row.logicalDate),
    extra: row.extra ?? null,
    map_index: row.taskId ? -1 : null,
    owner: row.owner,
    run_id: row.runId ?? null,
    task_id: row.taskId ?? null,
    try_number: row.taskId ? 1 : null,
    when: offsetTime(row.when),
  };
}

function description(dag: Dag): string {
  if (dag.cron) return describeCron(dag.cron);
  return dag.scheduleAssets
    ? 'Triggered by datasets'
    : 'Never, external triggers only';
}
