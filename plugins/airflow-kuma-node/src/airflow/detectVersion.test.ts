import { recorded, recordedItems } from '../__testUtils__/recorded';
import { allDags, paged, setUpAirflow } from '../__testUtils__/setUpAirflow';

describe('detectVersion', () => {
  const setup = setUpAirflow();
  const { v1, v2, lines, client } = setup;

  it('finds Airflow 3 with one request', async () => {
    v2();
    await expect(client().version()).resolves.toEqual({
      version: '3.3.2',
      api: 'v2',
    });
    expect(lines()).toEqual(['GET /api/v2/version']);
  });

  it('finds Airflow 2 behind its HTML 404', async () => {
    v1();
    await expect(client().version()).resolves.toEqual({
      version: '2.11.2',
      api: 'v1',
    });
  });

  it('says what to do about a wrong URL', async () => {
    await expect(client().version()).rejects.toThrow(
      /Airflow instance "test".*not found.*check baseUrl: the address of the API server/,
    );
  });

  it('says what to do about a page of a proxy with status 200', async () => {
    setup.upstream.on('GET /api/v2/version', {
      contentType: 'text/html',
      body: '<html>Sign in</html>',
    });
    await expect(client().version()).rejects.toMatchObject({
      kind: 'not-json',
      message: expect.stringContaining('sign-in page'),
    });
  });

  it('notices an upgrade when the API it used is gone', async () => {
    v1().on(
      'GET /api/v1/dags',
      recorded(
        'airflow-2.11.2',
        'get_api_v1_dags_limit=5_only_active=false_order_by=-dag_id',
      ),
    );
    setup.upstream.on(
      'GET /api/v1/dags',
      paged(
        () =>
          recordedItems(
            'airflow-2.11.2',
            'get_api_v1_dags_limit=5_only_active=false_order_by=-dag_id',
            'dags',
          ),
        'dags',
      ),
    );
    const airflow = client();
    expect((await airflow.listDags()).rows).toHaveLength(5);

    v2()
      .on('GET /api/v1/version', { status: 404 })
      .on('GET /api/v1/dags', { status: 404 })
      .on('GET /api/v2/dags', paged(allDags, 'dags'));
    setup.clock.now += 31_000;
    expect((await airflow.listDags()).rows).toHaveLength(allDags().length);
    expect(await airflow.version()).toMatchObject({ api: 'v2' });
  });

  it('does not ask again for every DAG that is gone', async () => {
    v2();
    const airflow = client();
    await expect(airflow.dagDetails('gone')).rejects.toMatchObject({
      kind: 'not-found',
    });
    await expect(airflow.dagDetails('gone')).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(lines().filter(line => line.endsWith('version'))).toHaveLength(1);
  });
});
