import { compareShape } from '../../__testUtils__/compareShape';
import { labDags, labImportErrors, labUsers } from '../../__testUtils__/lab';
import { readRecording, replay } from '../../__testUtils__/recordings';
import { AirflowStandIn, startAirflowStandIn } from '../startAirflowStandIn';

const ignored =
  /\.(rendered_fields|conf|params|dataset_expression|git_version|template_fields)$/;

const asAdmin = basic('admin:redacted');
const asReader = basic('reader:reader');
const open = (file: string) => readRecording('airflow-2.11.2', file);

describe('Airflow 2.11.2', () => {
  let standIn: AirflowStandIn;

  beforeAll(async () => {
    standIn = await startAirflowStandIn({
      version: '2.11.2',
      dags: labDags,
      importErrors: labImportErrors,
      users: labUsers,
    });
  });
  afterAll(() => standIn.stop());

  it.each([
    'get_api_v1_version.json',
    'get_api_v1_health.json',
    'root-health.json',
    'dags-limit-1.json',
    'dags-limit-1000-first-page.json',
    'get_api_v1_dags_limit=100_offset=0_order_by=dag_id.json',
    'get_api_v1_dags_limit=5_only_active=false_order_by=-dag_id.json',
    'get_api_v1_dags_paused=true.json',
    'get_api_v1_dags_tags=domain_orders_domain_billing.json',
    'get_api_v1_dags_orders_etl.json',
    'get_api_v1_dags_orders_etl_details.json',
    'get_api_v1_dags_orders_etl_tasks.json',
    'get_api_v1_dags_asset_consumer_details.json',
    'get_api_v1_datasets.json',
    'get_api_v1_importErrors.json',
    'get_api_v1_dagWarnings.json',
    'get_api_v1_pools.json',
    'eventLogs-newest.json',
    'eventLogs-event-trigger.json',
    'runs-all.json',
    'runs-dataset-triggered.json',
    'runs-updated-since.json',
    'run-portal-1.json',
    'run-portal-1-task-instances.json',
    'run-portal-1-log-charge-json.json',
    'mesh-allowed-run.json',
    'stale-dag.json',
    'stale-default-list.json',
    'stale-only_active-false.json',
    'trigger-as-user-role-200.json',
    'patch-pause-200.json',
  ])('answers in the shape of %s', async file => {
    const recording = open(file);
    const answer = await replay(standIn.url, recording, asAdmin);
    expect(answer.status).toBe(recording.response.status);
    expect(answer.contentType).toBe(recording.response.contentType);
    expect(compareShape(recording.response.body, answer.body, ignored)).toEqual(
      [],
    );
  });

  it.each([
    'get_api_v1_dags_nope_details.json',
    'get_api_v1_dags_limit=abc.json',
    'get_api_v1_nope.json',
    'trigger-unknown-404.json',
    'trigger-unknown-field-400.json',
    'trigger-conflict-409.json',
  ])('refuses as in %s', async file => {
    const recording = open(file);
    expect(await replay(standIn.url, recording, asAdmin)).toEqual(
      recording.response,
    );
  });

  it.each([
    'as-viewer_connections-403.json',
    'as-viewer_eventLogs-403.json',
    'trigger-as-viewer-403.json',
    'patch-pause-as-viewer-403.json',
  ])('refuses a viewer as in %s', async file => {
    const recording = open(file);
    expect(await replay(standIn.url, recording, asReader)).toEqual(
      recording.response,
    );
  });

  it.each([
    ['dags-no-credentials-403-default-public-role.json', {}],
    ['dags-wrong-password-403-default-public-role.json', basic('admin:wrong')],
  ])('refuses without good credentials as in %s', async (file, headers) => {
    const recording = open(file);
    expect(await replay(standIn.url, recording, headers)).toEqual(
      recording.response,
    );
  });

  it.each(['v2-version-404.json', 'auth-token-on-2x.json'])(
    'has a page and no API, as in %s',
    async file => {
      const recording = open(file);
      const answer = await replay(standIn.url, recording);
      expect(answer.status).toBe(404);
      expect(answer.contentType).toBe(recording.response.contentType);
    },
  );
});

function basic(credentials: string): Record<string, string> {
  const encoded = Buffer.from(credentials).toString('base64');
  return { authorization: `Basic ${encoded}` };
}
