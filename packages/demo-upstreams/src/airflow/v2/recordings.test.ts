import { compareShape } from '../../__testUtils__/compareShape';
import { labDags, labImportErrors, labUsers } from '../../__testUtils__/lab';
import {
  Recording,
  readRecording,
  replay,
} from '../../__testUtils__/recordings';
import { AirflowStandIn, startAirflowStandIn } from '../startAirflowStandIn';
import { AirflowVersion } from '../types';

// Values whose keys are data, and what the lab's DAGs have and ours have not.
const ignored =
  /\.(rendered_fields|conf|owner_links|params|default_args|asset_expression|error_detail|sources|template_fields|detail|git_version)$|\.content\[\]/;

const files: Record<'3.3.2' | '3.0.6', string[]> = {
  '3.3.2': [
    'get_api_v2_version.json',
    'get_api_v2_monitor_health.json',
    'get_api_v2_dags_limit=100_offset=0.json',
    'dags-limit-0.json',
    'dags-offset-past-end.json',
    'dags-paused-true.json',
    'get_api_v2_dags_orders_etl_details.json',
    'get_api_v2_dags_invoice.Build_details.json',
    'details-daily_report.json',
    'get_api_v2_dags_orders_etl_tasks.json',
    'get_api_v2_dags_~_dagVersions_order_by=-id_limit=5.json',
    'dagVersions-orders_etl.json',
    'get_api_v2_assets_only_active=true.json',
    'get_ui_dependencies.json',
    'get_api_v2_importErrors.json',
    'import-errors-as-viewer.json',
    'get_api_v2_dagWarnings.json',
    'get_api_v2_dagTags.json',
    'get_api_v2_dagStats_dag_ids=orders_etl.json',
    'get_api_v2_pools.json',
    'get_api_v2_eventLogs_limit=20_order_by=-event_log_id.json',
    'get_api_v2_dags_~_dagRuns_limit=10_order_by=-run_after.json',
    'get_api_v2_dags_~_dagRuns_limit=3_cursor=.json',
    'get_api_v2_dags_invoice.Build_dagRuns_portal-0001.json',
    'get_api_v2_dags_invoice.Build_dagRuns_portal-0001_taskInstances.json',
    'mesh-denied-run.json',
    'mesh-denied-task-instances.json',
    'mesh-denied-log-charge.json',
    'runs-backfill.json',
    'runs-cursor-page-1.json',
    'asset-triggered-runs.json',
    'invoice-runs-operator-triggered.json',
    'stale-dag.json',
    'stale-dag-tasks.json',
    'stale-dag-details.json',
    'stale-dags-default-list.json',
    'trigger-grouped-1-200.json',
    'pause-as-ops-200.json',
    'auth-token-201.json',
  ],
  '3.0.6': [
    'get_api_v2_dags_limit=100_offset=0_order_by=dag_id.json',
    'get_api_v2_dags_orders_etl_details.json',
    'get_api_v2_dags_orders_etl_tasks.json',
    'get_api_v2_dags_~_dagVersions_order_by=-id_limit=5.json',
    'get_api_v2_assets_only_active=true.json',
    'get_ui_dependencies.json',
    'get_api_v2_importErrors.json',
    'get_api_v2_pools.json',
    'get_api_v2_eventLogs_limit=20_order_by=-event_log_id.json',
    'get_api_v2_dags_~_dagRuns_limit=20_order_by=-run_after.json',
    'get_api_v2_monitor_health.json',
    'runs-cursor-ignored.json',
    'run-portal-1.json',
    'run-portal-1-task-instances.json',
    'run-portal-1-log-charge.json',
    'auth-token-201.json',
  ],
};

/** Refusals, whose bodies are the same to the letter. */
const refusals: Record<'3.3.2' | '3.0.6', string[]> = {
  '3.3.2': [
    'auth-token-401.json',
    'auth-token-missing-fields-422.json',
    'dagVersions-newest.json',
    'dags-limit-negative.json',
    'dags-order-by-bogus.json',
    'get_api_v2_dags_limit=abc.json',
    'get_api_v2_dags_nope_details.json',
    'details-odd-case-mismatch-404.json',
    'details-id-with-slash-404.json',
    'get_api_v2_nope.json',
    'stale-trigger.json',
    'trigger-unknown-dag-404.json',
    'trigger-extra-field-422.json',
    'trigger-no-logical-date-422.json',
  ],
  '3.0.6': [
    'get_api_v2_dags_limit=abc.json',
    'get_api_v2_dags_nope_details.json',
  ],
};

describe.each(['3.3.2', '3.0.6'] as const)('Airflow %s', version => {
  let standIn: AirflowStandIn;
  let asAdmin: Record<string, string>;

  const open = (file: string) => readRecording(`airflow-${version}`, file);

  beforeAll(async () => {
    standIn = await start(version);
    asAdmin = await logIn(standIn, 'admin', 'redacted');
  });
  afterAll(() => standIn.stop());

  it.each(files[version])('answers in the shape of %s', async file => {
    const recording = open(file);
    const answer = await replay(standIn.url, recording, asAdmin);
    expect(answer.status).toBe(recording.response.status);
    expect(answer.contentType).toBe(recording.response.contentType);
    expect(compareShape(recording.response.body, answer.body, ignored)).toEqual(
      [],
    );
  });

  it.each(refusals[version])('refuses as in %s', async file => {
    const recording = withPassword(open(file));
    const answer = await replay(standIn.url, recording, asAdmin);
    expect(answer).toEqual(recording.response);
  });
});

describe('credentials of Airflow 3', () => {
  let standIn: AirflowStandIn;
  let clock = Date.parse('2026-03-01T12:00:00Z');

  beforeAll(async () => {
    standIn = await start('3.3.2', () => clock, 2);
  });
  afterAll(() => standIn.stop());

  const open = (file: string) => readRecording('airflow-3.3.2', file);

  it('are missed', async () => {
    const recording = open('dags-no-token-401.json');
    expect(await replay(standIn.url, recording)).toEqual(recording.response);
  });

  it('are checked', async () => {
    const recording = open('dags-bad-token.json');
    expect(
      await replay(standIn.url, recording, { authorization: 'Bearer x.y.z' }),
    ).toEqual(recording.response);
  });

  it('expire', async () => {
    const asAdmin = await logIn(standIn, 'admin', 'redacted');
    const recording = open('dags-expired-token.json');
    expect((await replay(standIn.url, recording, asAdmin)).status).toBe(200);
    clock += 2_000;
    expect(await replay(standIn.url, recording, asAdmin)).toEqual(
      recording.response,
    );
  });

  it('are forgotten by a restart', async () => {
    const asAdmin = await logIn(standIn, 'admin', 'redacted');
    standIn.restart(0);
    expect(
      (await replay(standIn.url, open('dags-bad-token.json'), asAdmin)).body,
    ).toEqual({ detail: 'Invalid JWT token' });
  });

  it.each([
    'trigger-as-viewer-403.json',
    'pause-as-viewer-403.json',
    'as-viewer_api_v2_connections.json',
  ])('of a viewer refuse as in %s', async file => {
    const asReader = await logIn(standIn, 'reader', 'reader');
    const recording = open(file);
    expect(await replay(standIn.url, recording, asReader)).toEqual(
      recording.response,
    );
  });
});

function start(
  version: AirflowVersion,
  now?: () => number,
  tokenLifetimeSeconds?: number,
) {
  return startAirflowStandIn({
    version,
    now,
    tokenLifetimeSeconds,
    dags: labDags,
    importErrors: labImportErrors,
    users: labUsers,
  });
}

async function logIn(
  standIn: AirflowStandIn,
  username: string,
  password: string,
) {
  const response = await fetch(`${standIn.url}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const { access_token: token } = await response.json();
  return { authorization: `Bearer ${token}` };
}

/** Passwords are scrubbed alike, right or wrong: makes the wrong one wrong again. */
function withPassword(recording: Recording): Recording {
  const body = recording.request.body as Record<string, unknown> | null;
  if (!body || !('password' in body)) return recording;
  return {
    ...recording,
    request: { ...recording.request, body: { ...body, password: 'wrong' } },
  };
}
