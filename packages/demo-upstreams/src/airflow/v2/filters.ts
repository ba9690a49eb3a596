import { Request } from 'express';
import type { AirflowState } from '../AirflowState';
import { AssetUse, assetsOf } from '../assets';
import { Dag, EventLog } from '../types';
import { all, one, patternTest, rangeTest } from './list';

export function filterDags(state: AirflowState, request: Request): Dag[] {
  const tags = all(request, 'tags');
  const owners = all(request, 'owners');
  const paused = one(request, 'paused');
  const broken = one(request, 'has_import_errors');
  const needsAll = one(request, 'tags_match_mode') === 'all';
  const hidesStale = one(request, 'exclude_stale') !== 'false';
  const fitsId = patternTest(one(request, 'dag_id_pattern'));
  const fitsName = patternTest(one(request, 'dag_display_name_pattern'));
  return [...state.dags.values()].filter(dag => {
    const found = tags.filter(tag => dag.tags.includes(tag));
    return (
      !(hidesStale && dag.isStale) &&
      (tags.length === 0 ||
        (needsAll ? found.length === tags.length : found.length > 0)) &&
      (owners.length === 0 ||
        owners.some(owner => dag.owners.some(each => each.includes(owner)))) &&
      (paused === undefined || String(dag.isPaused ?? false) === paused) &&
      // 3.0 does not know this filter, and ignores it.
      (broken === undefined ||
        state.version === '3.0.6' ||
        String(dag.hasImportErrors ?? false) === broken) &&
      fitsId(dag.dagId) &&
      fitsName(dag.displayName ?? dag.dagId)
    );
  });
}

export function filterAssets(
  state: AirflowState,
  request: Request,
): AssetUse[] {
  const fitsUri = patternTest(one(request, 'uri_pattern'));
  const fitsName = patternTest(one(request, 'name_pattern'));
  return assetsOf(state).filter(({ uri }) => fitsUri(uri) && fitsName(uri));
}

export function filterEvents(
  state: AirflowState,
  request: Request,
): EventLog[] {
  const after = one(request, 'after');
  const before = one(request, 'before');
  const included = all(request, 'included_events');
  const excluded = all(request, 'excluded_events');
  const exact = (
    [
      ['dag_id', row => row.dagId],
      ['task_id', row => row.taskId],
      ['run_id', row => row.runId],
      ['owner', row => row.owner],
      ['event', row => row.event],
    ] as [string, (row: EventLog) => string | undefined][]
  ).flatMap(([name, value]) => {
    const wanted = one(request, name);
    return wanted === undefined ? [] : [{ wanted, value }];
  });
  const fitsWhen = rangeTest(request, 'when');
  return state.events.rows.filter(
    row =>
      (!after || row.when >= Date.parse(after)) &&
      (!before || row.when <= Date.parse(before)) &&
      (included.length === 0 || included.includes(row.event)) &&
      !excluded.includes(row.event) &&
      exact.every(({ wanted, value }) => value(row) === wanted) &&
      fitsWhen(row.when),
  );
}
