import { ConfigReader } from '@backstage/config';
import { readAirflowSources } from './readAirflowSources';
import { readKumaSources } from './readKumaSources';
import { readPrometheusSource } from './readPrometheusSource';

const airflow = (instances: object) =>
  readAirflowSources(
    new ConfigReader({ airflowKuma: { airflow: { instances } } } as any),
  );
const kuma = (controlPlanes: object) =>
  readKumaSources(
    new ConfigReader({ airflowKuma: { kuma: { controlPlanes } } } as any),
  );
const PEM = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----';

describe('readAirflowSources', () => {
  it('reads nothing where nothing is configured', () => {
    expect(readAirflowSources(new ConfigReader({}))).toEqual([]);
    expect(readKumaSources(new ConfigReader({}))).toEqual([]);
    expect(readPrometheusSource(new ConfigReader({}))).toBeUndefined();
  });

  it('has a default for all but the address', () => {
    expect(
      airflow({ prod: { baseUrl: 'https://airflow.example.com/' } }),
    ).toEqual([
      {
        name: 'prod',
        title: 'prod',
        ok: true,
        config: {
          name: 'prod',
          baseUrl: 'https://airflow.example.com',
          uiUrl: 'https://airflow.example.com',
          apiVersion: undefined,
          auth: { type: 'none' },
          maxConcurrentRequests: 4,
          timeoutMilliseconds: 15_000,
        },
      },
    ]);
  });

  it('reads everything', () => {
    const [source] = airflow({
      prod: {
        title: 'Production',
        baseUrl: 'https://airflow.example.com/base',
        uiUrl: 'https://ui.example.com',
        apiVersion: 'v1',
        auth: { type: 'basic', username: 'u', password: 'p' },
        maxConcurrentRequests: 2,
        timeout: { seconds: 5 },
      },
    });
    expect(source).toMatchObject({
      title: 'Production',
      config: {
        baseUrl: 'https://airflow.example.com/base',
        uiUrl: 'https://ui.example.com',
        apiVersion: 'v1',
        auth: { type: 'basic', username: 'u', password: 'p' },
        maxConcurrentRequests: 2,
        timeoutMilliseconds: 5_000,
      },
    });
  });

  it.each([
    [{ type: 'bearer', token: 't' }],
    [{ type: 'password', username: 'u', password: 'p' }],
    [{ type: 'clientCredentials', clientId: 'i', clientSecret: 's' }],
    [{ type: 'none' }],
  ])('reads auth %j', auth => {
    const [source] = airflow({ prod: { baseUrl: 'http://a', auth } });
    expect(source).toMatchObject({ ok: true, config: { auth } });
  });

  const at = 'airflowKuma.airflow.instances.bad';
  it.each<[string, object, string]>([
    ['no address', {}, `${at}.baseUrl`],
    [
      'no URL',
      { baseUrl: 'airflow' },
      `${at}.baseUrl must be an http or https URL`,
    ],
    ['a file', { baseUrl: 'file:///etc/passwd' }, `${at}.baseUrl must be`],
    [
      'credentials in the address',
      { baseUrl: 'https://user:hidden@a' },
      `${at}.baseUrl must not hold credentials`,
    ],
    [
      'a query',
      { baseUrl: 'https://a?x=1' },
      `${at}.baseUrl must have no query`,
    ],
    ['a wrong UI address', { baseUrl: 'https://a', uiUrl: 'x' }, `${at}.uiUrl`],
    [
      'another API',
      { baseUrl: 'https://a', apiVersion: 'v3' },
      `${at}.apiVersion must be one of auto, v1, v2`,
    ],
    [
      'another kind of auth',
      { baseUrl: 'https://a', auth: { type: 'kerberos' } },
      `${at}.auth.type must be one of`,
    ],
    [
      'auth without a type',
      { baseUrl: 'https://a', auth: { username: 'u' } },
      `${at}.auth.type is missing`,
    ],
    [
      'no password',
      { baseUrl: 'https://a', auth: { type: 'password', username: 'u' } },
      `${at}.auth.password`,
    ],
    [
      'a number for a token',
      { baseUrl: 'https://a', auth: { type: 'bearer', token: 12345 } },
      `${at}.auth.token`,
    ],
    [
      'no requests at all',
      { baseUrl: 'https://a', maxConcurrentRequests: 0 },
      `${at}.maxConcurrentRequests`,
    ],
    [
      'no time',
      { baseUrl: 'https://a', timeout: { seconds: 0 } },
      `${at}.timeout`,
    ],
    [
      'a timeout of no unit',
      { baseUrl: 'https://a', timeout: 'soon' },
      'timeout',
    ],
    ['text for an instance', 'https://a' as unknown as object, 'bad'],
  ])('names the key and stops that source alone: %s', (_what, bad, message) => {
    const sources = airflow({ bad, good: { baseUrl: 'http://a' } });
    expect(sources.map(({ name, ok }) => [name, ok])).toEqual([
      ['bad', false],
      ['good', true],
    ]);
    const { error } = sources[0] as { error: string };
    expect(error).toContain(message);
    expect(error).not.toMatch(/hidden|12345/);
  });

  it('says so when instances is no map', () => {
    expect(airflow('none' as unknown as object)).toEqual([
      expect.objectContaining({
        ok: false,
        error: expect.stringContaining('airflowKuma.airflow.instances'),
      }),
    ]);
  });
});

describe('readKumaSources', () => {
  it.each([
    [{ type: 'token', token: 't' }],
    [{ type: 'clientCertificate', certificate: PEM, key: PEM, ca: PEM }],
    [{ type: 'none' }],
  ])('reads auth %j', auth => {
    const [source] = kuma({ eu: { baseUrl: 'http://k:5681', auth } });
    expect(source).toMatchObject({
      ok: true,
      config: { baseUrl: 'http://k:5681', auth },
    });
  });

  it('takes no file name for a certificate', () => {
    const auth = {
      type: 'clientCertificate',
      certificate: '/tls.crt',
      key: PEM,
    };
    const [source] = kuma({ eu: { baseUrl: 'http://k:5681', auth } });
    expect(source).toMatchObject({
      ok: false,
      error:
        'airflowKuma.kuma.controlPlanes.eu.auth.certificate must be PEM text, not a file name',
    });
  });
});

describe('readPrometheusSource', () => {
  const read = (prometheus: object) =>
    readPrometheusSource(
      new ConfigReader({ airflowKuma: { observed: { prometheus } } } as any),
    );

  it('reads labels with defaults', () => {
    expect(
      read({ baseUrl: 'http://p:9090', labels: { workload: 'workload' } }),
    ).toMatchObject({
      ok: true,
      config: {
        baseUrl: 'http://p:9090',
        auth: { type: 'none' },
        labels: {
          mesh: 'mesh',
          workload: 'workload',
          cluster: 'envoy_cluster_name',
        },
      },
    });
  });

  it('names the key', () => {
    expect(read({ baseUrl: 'p' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('airflowKuma.observed.prometheus.baseUrl'),
    });
  });
});
