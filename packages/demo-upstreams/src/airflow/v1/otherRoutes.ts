import { Router } from 'express';
import type { AirflowState } from '../AirflowState';
import { assetsOf } from '../assets';
import { offsetTime } from '../times';
import { one } from '../v2/list';
import { needsRole } from './auth';
import { commaList, replyList, sortBy } from './list';
import { datasetRow, eventRow } from './shapes';

/** Datasets, import errors, pools, the log of actions. */
export function addOtherRoutes(api: Router, state: AirflowState): void {
  api.get('/datasets', (request, response) => {
    const at = state.dags.values().next().value?.since ?? 0;
    replyList(request, response, {
      key: 'datasets',
      items: assetsOf(state),
      shape: asset => datasetRow(asset, at),
    });
  });
  api.get('/datasets/events', (request, response) =>
    replyList(request, response, {
      key: 'dataset_events',
      items: [],
      shape: item => item,
    }),
  );
  api.get('/importErrors', (request, response) =>
    replyList(request, response, {
      key: 'import_errors',
      items: state.importErrors,
      shape: error => ({
        filename: `/opt/airflow/dags/${error.file}`,
        import_error_id: error.id,
        stack_trace: error.stackTrace,
        timestamp: offsetTime(error.timestamp),
      }),
    }),
  );
  api.get('/dagWarnings', (request, response) =>
    replyList(request, response, {
      key: 'dag_warnings',
      items: [],
      shape: item => item,
    }),
  );
  api.get('/pools', (request, response) =>
    replyList(request, response, {
      key: 'pools',
      items: ['default_pool'],
      shape: name => ({
        deferred_slots: 0,
        description: 'Default pool',
        include_deferred: false,
        name,
        occupied_slots: 0,
        open_slots: 128,
        queued_slots: 0,
        running_slots: 0,
        scheduled_slots: 0,
        slots: 128,
      }),
    }),
  );
  api.get('/eventLogs', (request, response) => {
    if (!response.locals.user.readsAuditLogs && !needsRole(response, 'admin')) {
      return;
    }
    const after = one(request, 'after');
    const included = commaList(request, 'included_events');
    const event = one(request, 'event');
    const dagId = one(request, 'dag_id');
    const rows = state.events.rows.filter(
      row =>
        (!after || row.when >= Date.parse(after)) &&
        (included.length === 0 || included.includes(row.event)) &&
        (event === undefined || row.event === event) &&
        (dagId === undefined || row.dagId === dagId),
    );
    replyList(request, response, {
      key: 'event_logs',
      items: sortBy(
        request,
        rows,
        { event_log_id: row => row.id, when: row => row.when },
        'event_log_id',
      ),
      shape: eventRow,
    });
  });
  api.get('/connections', (request, response) => {
    if (!needsRole(response, 'op', 'admin')) return;
    replyList(request, response, {
      key: 'connections',
      items: [],
      shape: item => item,
    });
  });
}
