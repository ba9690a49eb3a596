import { compareShape } from '../__testUtils__/compareShape';
import { labMesh } from '../__testUtils__/labMesh';
import {
  readRecording,
  readRecordings,
  replay,
} from '../__testUtils__/recordings';
import { KumaStandIn, startKumaStandIn } from './startKumaStandIn';

// Values whose keys are data, what proxies tell of themselves, and which
// policies the lab had besides.
const ignored =
  /\.(metadata|resources|policies|outbound|kumaDp|envoy|issuedBackends|supportedBackends|labels|health|eds|cds|generation|total|responsesRejected|offline|online|partiallyDegraded)$|\.networking\.admin|^\.services|verification/;

const same = {
  '2.14.3': [
    'get.json',
    'get_config.json',
    'get__resources.json',
    'get_meshes.json',
    'get_meshes_default.json',
    'get_mesh-insights.json',
    'get_mesh-insights_default.json',
    'get_global-insight.json',
    'get_zones__overview.json',
    'get_meshes_default_dataplanes.json',
    'get_meshes_default_dataplanes__overview.json',
    'get_meshes_default_dataplanes_payments.json',
    'get_meshes_default_dataplanes_payments__overview.json',
    'get_meshes_default_dataplanes_payments__layout.json',
    'get_meshes_default_dataplanes_size=3_offset=0.json',
    'get_meshes_default_dataplanes_size=3_offset=3.json',
    'get_dataplanes_filter_labels.data-domain_=finance.json',
    'ledger-overview-nacked.json',
    'get_meshes_default_meshservices.json',
    'get_meshes_default_meshservices_payments.json',
    'get_meshes_default_meshservices_payments__dataplanes.json',
    'get_meshes_default_meshservices_payments__hostnames.json',
    'get_meshes_default_meshservices_payments__resources_dataplanes.json',
    'get_meshes_default_meshmultizoneservices.json',
    'meshexternalservice-openai.json',
    'get_meshes_default_meshidentities.json',
    'get_meshes_default_meshtrusts.json',
    'get_meshes_default_workloads.json',
    'get_meshes_default_meshtrafficpermissions.json',
    'get_meshes_default_meshtrafficpermissions_finance-domain.json',
    'get_meshes_default_meshtrafficpermissions_finance-domain__resources_dataplanes.json',
    'get_meshtrafficpermissions_size=2.json',
    'get__kri_kri_mtp_default_zone-1__finance-domain.json',
    'get_meshes_default_meshtlses.json',
    'get_meshes_default_traffic-permissions.json',
    'get_meshes_default_service-insights.json',
    'get_meshes_default_external-services.json',
    'get_who-am-i.json',
  ],
  '3.0.0-preview': [
    'get.json',
    'get_config.json',
    'get__resources.json',
    'get_meshes.json',
    'get_mesh-insights.json',
    'get_global-insight.json',
    'get_zones__overview.json',
    'get_meshes_default_dataplanes.json',
    'get_meshes_default_dataplanes__overview.json',
    'get_meshes_default_dataplanes_payments__layout.json',
    'get_meshes_default_meshservices_payments__dataplanes.json',
    'get_meshes_default_meshtrafficpermissions.json',
    'get_meshes_default_service-insights.json',
    'get_meshes_default_meshidentities.json',
    'get_meshes_default_meshtrusts.json',
    'get_meshes_default_workloads.json',
    'get_meshes_default_meshservices.json',
  ],
} as const;

/** Answers that are the same to the letter. */
const exact = {
  '2.14.3': [
    'get_meshes_default_dataplanes_nope.json',
    'get_meshes_default_dataplanes_size=5000.json',
    'get_meshes_nope_dataplanes.json',
    'unknown-path-404.json',
    'put-mtp-airflow-orders-to-payments-201.json',
    'put-mtp-airflow-orders-to-payments-again-200.json',
    'delete-mtp-airflow-orders-to-payments-200.json',
    'delete-mtp-200.json',
    'delete-mtp-404.json',
    'put-mtp-from-201.json',
    'put-mtp-empty-rules-400.json',
    'put-mtp-invalid-400.json',
    'put-mtp-name-mismatch-400.json',
    'put-mtp-immutable-label-400.json',
    'put-mtp-unknown-mesh.json',
    'put-insight-405.json',
    'put-workload-bad-name-400.json',
  ],
  '3.0.0-preview': [
    'delete-mtp-404.json',
    'get_meshes_default_external-services.json',
    'get_meshes_default_traffic-permissions.json',
    'get_meshes_default_meshservices_payments__resources_dataplanes.json',
    'get_meshes_nope_dataplanes.json',
    'put-mtp-bad-name.json',
    'put-mtp-empty-rules-400.json',
    'put-mtp-from-dialect.json',
    'put-mtp-meshsubset.json',
    'put-mtp-invalid-400.json',
    'put-mtp-dataplane-by-name.json',
    'put-shadow-201.json',
  ],
} as const;

describe.each(['2.14.3', '3.0.0-preview'] as const)('Kuma %s', version => {
  let standIn: KumaStandIn;
  const open = (file: string) => readRecording(`kuma-${version}`, file);

  beforeAll(async () => {
    standIn = await startKumaStandIn({ version, meshes: [labMesh] });
  });
  afterAll(() => standIn.stop());

  it.each(same[version])('answers in the shape of %s', async file => {
    const recording = open(file);
    const answer = await replay(standIn.url, recording);
    expect(answer.status).toBe(recording.response.status);
    expect(answer.contentType).toBe(recording.response.contentType);
    expect(compareShape(recording.response.body, answer.body, ignored)).toEqual(
      [],
    );
  });

  it.each(exact[version])('answers as in %s', async file => {
    const recording = open(file);
    expect(await replay(standIn.url, recording)).toEqual(recording.response);
  });
});

describe('a permission in Kuma 3.0', () => {
  it('loses the name of its target and selects all, as in scene-targetref-name-widens.json', async () => {
    const standIn = await startKumaStandIn({
      version: '3.0.0-preview',
      meshes: [labMesh],
    });
    const put = readRecording(
      'kuma-3.0.0-preview',
      'put-mtp-dataplane-by-name.json',
    );
    await replay(standIn.url, put);
    const answer = await replay(
      standIn.url,
      readRecording('kuma-3.0.0-preview', 'get-mtp-by-name-stored.json'),
    );
    expect(answer.body.spec.targetRef).toEqual({ kind: 'Dataplane' });
    await standIn.stop();
  });
});

describe('a read-only Kuma', () => {
  it.each(
    readRecordings('kuma-2.14.3', /^readonly-(put|delete)/).map(
      ({ file }) => file,
    ),
  )('refuses as in %s', async file => {
    const standIn = await startKumaStandIn({
      version: '2.14.3',
      meshes: [labMesh],
      readOnly: true,
    });
    const recording = readRecording('kuma-2.14.3', file);
    expect(await replay(standIn.url, recording)).toEqual(recording.response);
    const { body } = await replay(
      standIn.url,
      readRecording('kuma-2.14.3', 'readonly-_resources.json'),
    );
    expect(
      body.resources.every(({ readOnly }: { readOnly: boolean }) => readOnly),
    ).toBe(true);
    await standIn.stop();
  });
});

describe('the config of Kuma', () => {
  it.each([true, false, null])('says restrictOutbound: %s', async told => {
    const standIn = await startKumaStandIn({
      version: '2.14.3',
      meshes: [labMesh],
      restrictOutbound: told,
    });
    const { body } = await replay(
      standIn.url,
      readRecording('kuma-2.14.3', 'get_config.json'),
    );
    expect(body.defaults.restrictOutbound).toBe(told);
    await standIn.stop();
  });

  it('is refused in the words of xff-post-tokens-user.json', async () => {
    const standIn = await startKumaStandIn({
      version: '2.14.3',
      meshes: [labMesh],
      hidesConfig: true,
    });
    const { response } = readRecording(
      'kuma-2.14.3',
      'xff-post-tokens-user.json',
    );
    const answer = await replay(
      standIn.url,
      readRecording('kuma-2.14.3', 'get_config.json'),
    );
    expect(answer).toMatchObject({
      status: response.status,
      contentType: response.contentType,
    });
    expect(compareShape(response.body, answer.body)).toEqual([]);
    await standIn.stop();
  });
});

describe('credentials of Kuma', () => {
  it('are refused as in bad-bearer-remote-meshes.json', async () => {
    const standIn = await startKumaStandIn({
      version: '2.14.3',
      meshes: [labMesh],
      token: 'right',
    });
    const recording = readRecording(
      'kuma-2.14.3',
      'bad-bearer-remote-meshes.json',
    );
    expect(
      await replay(standIn.url, recording, { authorization: 'Bearer wrong' }),
    ).toEqual(recording.response);
    const { status } = await replay(standIn.url, recording, {
      authorization: 'Bearer right',
    });
    expect(status).toBe(200);
    await standIn.stop();
  });
});
