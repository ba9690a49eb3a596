import { describeCron, nextFire } from '../cron';
import type { AirflowState } from '../AirflowState';
import { orNull, zuluTime } from '../times';
import { Dag, DagVersion, TaskSeed } from '../types';
import { since31 } from './since';

export function dagRow(state: AirflowState, dag: Dag) {
  const { version } = state;
  const next = dag.cron ? nextFire(dag.cron, state.now()) : undefined;
  const nextTime = orNull(zuluTime, next);
  const displayName = dag.displayName ?? dag.dagId;
  return {
    dag_id: dag.dagId,
    dag_display_name: displayName,
    is_paused: dag.isPaused ?? false,
    is_stale: dag.isStale ?? false,
    last_parsed_time: zuluTime(dag.lastParsed),
    ...since31(version, { last_parse_duration: 0.214 }),
    last_expired: null,
    bundle_name: 'dags-folder',
    bundle_version: null,
    relative_fileloc: dag.file,
    fileloc: `/opt/airflow/dags/${dag.file}`,
    description: dag.description ?? null,
    timetable_summary: summary(dag),
    timetable_description: description(dag),
    ...since31(version, {
      timetable_partitioned: false,
      timetable_periodic: dag.cron !== undefined,
    }),
    tags: dag.tags.map(name => ({
      name,
      dag_id: dag.dagId,
      ...since31(version, { dag_display_name: displayName }),
    })),
    max_active_tasks: 16,
    max_active_runs: 16,
    max_consecutive_failed_dag_runs: 0,
    has_task_concurrency_limits: false,
    has_import_errors: dag.hasImportErrors ?? false,
    next_dagrun_logical_date: nextTime,
    next_dagrun_data_interval_start: nextTime,
    next_dagrun_data_interval_end: nextTime,
    next_dagrun_run_after: nextTime,
    ...since31(version, { allowed_run_types: null }),
    owners: dag.owners,
    ...since31(version, { is_backfillable: dag.cron !== undefined }),
    file_token: 'redacted',
  };
}

export function dagDetails(state: AirflowState, dag: Dag) {
  const assets = dag.scheduleAssets ?? [];
  return {
    ...dagRow(state, dag),
    catchup: false,
    dag_run_timeout: null,
    asset_expression:
      assets.length > 0
        ? {
            any: assets.map(uri => ({
              asset: {
                uri,
                name: uri,
                group: 'asset',
                id: state.assetIds.get(uri) ?? null,
              },
            })),
          }
        : null,
    doc_md: dag.docMd ?? null,
    start_date: '2026-01-01T00:00:00Z',
    end_date: null,
    is_paused_upon_creation: null,
    params: {},
    render_template_as_native_obj: false,
    template_search_path: null,
    timezone: 'UTC',
    // Airflow sends the time of the call here, not of the last parse.
    last_parsed: zuluTime(state.now()),
    ...since31(state.version, {
      default_args: { owner: dag.owners[0] ?? 'airflow' },
      rerun_with_latest_version: null,
    }),
    owner_links: {},
    ...since31(state.version, { is_favorite: false, active_runs_count: 0 }),
    concurrency: 16,
    latest_dag_version: {
      ...versionRow(state, dag, dag.versions[dag.versions.length - 1]),
      bundle_url: null,
    },
  };
}

export function versionRow(state: AirflowState, dag: Dag, made: DagVersion) {
  return {
    id: made.id,
    version_number: made.number,
    dag_id: dag.dagId,
    bundle_name: 'dags-folder',
    bundle_version: null,
    created_at: zuluTime(made.createdAt),
    ...since31(state.version, {
      dag_display_name: dag.displayName ?? dag.dagId,
    }),
    bundle_url: null,
  };
}

const operatorModules: Record<string, string> = {
  PythonOperator: 'airflow.providers.standard.operators.python',
  BashOperator: 'airflow.providers.standard.operators.bash',
  TriggerDagRunOperator: 'airflow.providers.standard.operators.trigger_dagrun',
  ExternalTaskSensor: 'airflow.providers.standard.sensors.external_task',
  HttpOperator: 'airflow.providers.http.operators.http',
};

export function taskRow(state: AirflowState, dag: Dag, task: TaskSeed) {
  const operator = operatorOf(task);
  return {
    task_id: task.taskId,
    task_display_name: task.taskId,
    owner: dag.owners[0] ?? 'airflow',
    start_date: '2026-01-01T00:00:00Z',
    end_date: null,
    trigger_rule: 'all_success',
    depends_on_past: false,
    wait_for_downstream: false,
    retries: 0,
    queue: task.queue ?? 'default',
    pool: task.pool ?? 'default_pool',
    pool_slots: 1,
    execution_timeout: null,
    retry_delay: {
      __type: 'TimeDelta',
      days: 0,
      seconds: 300,
      microseconds: 0,
    },
    retry_exponential_backoff: state.version === '3.0.6' ? false : 0,
    priority_weight: 1,
    weight_rule: 'downstream',
    ui_color: '#ffefeb',
    ui_fgcolor: '#000',
    template_fields: ['templates_dict', 'op_args', 'op_kwargs'],
    downstream_task_ids: [...(task.downstream ?? [])].sort(),
    doc_md: null,
    operator_name: operator,
    params: {},
    class_ref: {
      module_path: operatorModules[operator] ?? 'demo.operators',
      class_name: operator,
    },
    is_mapped: task.isMapped ?? false,
    extra_links: [],
  };
}

export function operatorOf(task: TaskSeed): string {
  if (task.triggers) return 'TriggerDagRunOperator';
  if (task.waitsFor) return 'ExternalTaskSensor';
  return task.operator ?? 'PythonOperator';
}

function summary(dag: Dag): string | null {
  if (dag.cron) return dag.cron;
  return dag.scheduleAssets ? 'Asset' : null;
}

function description(dag: Dag): string {
  if (dag.cron) return describeCron(dag.cron);
  return dag.scheduleAssets
    ? 'Triggered by assets'
    : 'Never, external triggers only';
}
