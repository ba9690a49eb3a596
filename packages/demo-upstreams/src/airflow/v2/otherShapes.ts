import type { AirflowState } from '../AirflowState';
import { AssetUse } from '../assets';
import { zuluTime } from '../times';
import { EventLog } from '../types';
import { since31 } from './since';

export function eventRow(state: AirflowState, row: EventLog) {
  const dag = row.dagId ? state.dags.get(row.dagId) : undefined;
  return {
    event_log_id: row.id,
    when: zuluTime(row.when),
    dag_id: row.dagId ?? null,
    task_id: row.taskId ?? null,
    run_id: row.runId ?? null,
    map_index: row.taskId ? -1 : null,
    try_number: row.taskId ? 1 : null,
    event: row.event,
    logical_date:
      row.logicalDate === undefined ? null : zuluTime(row.logicalDate),
    owner: row.owner,
    extra: row.extra ?? null,
    ...since31(state.version, {
      dag_display_name: dag ? dag.displayName ?? dag.dagId : null,
      task_display_name: row.taskId ?? null,
    }),
  };
}

export function assetRow(state: AirflowState, asset: AssetUse) {
  const at = zuluTime(state.dags.values().next().value?.since ?? 0);
  const times = { created_at: at, updated_at: at };
  const task = ({ dagId, taskId }: { dagId: string; taskId: string }) => ({
    dag_id: dagId,
    task_id: taskId,
    ...times,
  });
  const scheduled = asset.scheduled.map(dagId => ({ dag_id: dagId, ...times }));
  return {
    id: asset.id,
    name: asset.uri,
    uri: asset.uri,
    group: 'asset',
    extra: {},
    ...times,
    ...(state.version === '3.0.6'
      ? { consuming_dags: scheduled }
      : { scheduled_dags: scheduled }),
    producing_tasks: asset.producers.map(task),
    ...since31(state.version, { consuming_tasks: asset.consumers.map(task) }),
    aliases: [],
    ...since31(state.version, {
      watchers: [],
      last_asset_event: { id: null, timestamp: null },
    }),
  };
}

export function health(state: AirflowState) {
  const beat = new Date(state.now() - 2_000)
    .toISOString()
    .replace('Z', '000+00:00');
  return {
    metadatabase: { status: 'healthy' },
    scheduler: { status: 'healthy', latest_scheduler_heartbeat: beat },
    triggerer: { status: 'healthy', latest_triggerer_heartbeat: beat },
    dag_processor: { status: 'healthy', latest_dag_processor_heartbeat: beat },
  };
}
