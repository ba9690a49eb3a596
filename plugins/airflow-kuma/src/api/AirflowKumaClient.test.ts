import { AirflowKumaClient } from './AirflowKumaClient';

const answer = (body: unknown, init?: ResponseInit) =>
  new Response(JSON.stringify(body), {
    headers: { 'content-type': 'application/json' },
    ...init,
  });

function client(...responses: Response[]) {
  const fetch = jest.fn();
  for (const response of responses) fetch.mockResolvedValueOnce(response);
  return { fetch, client: new AirflowKumaClient({ fetchApi: { fetch } }) };
}

describe('AirflowKumaClient', () => {
  it('asks the plugin with filters as repeated parameters', async () => {
    const { client: api, fetch } = client(answer({ items: [], total: 0 }));
    await expect(api.dags({ mesh: ['a', 'b'], limit: 5 })).resolves.toEqual({
      items: [],
      total: 0,
    });
    expect(fetch.mock.calls[0][0]).toBe(
      'plugin://airflow-kuma/dags?mesh=a&mesh=b&limit=5',
    );
  });

  it('throws what the backend says', async () => {
    const body = { error: { name: 'NotFoundError', message: 'No such DAG' } };
    const { client: api } = client(answer(body, { status: 404 }));
    await expect(api.dag('component:default/x')).rejects.toMatchObject({
      message: expect.stringContaining('404'),
    });
  });

  it('answers the same object for the same graph, and a new one for a new graph', async () => {
    const graph = { nodes: [], asOf: '1' };
    const { client: api } = client(
      answer(graph),
      answer(graph),
      answer({ ...graph, asOf: '2' }),
    );
    const first = await api.graph({});
    expect(await api.graph({})).toBe(first);
    expect(await api.graph({})).not.toBe(first);
  });

  it('posts actions to the request, with its id escaped', async () => {
    const { client: api, fetch } = client(answer({ id: 'a/b' }));
    await api.act('a/b', 'approve', { rationale: 'ok' });
    expect(fetch.mock.calls[0][0]).toBe(
      'plugin://airflow-kuma/access/requests/a%2Fb/approve',
    );
    expect(fetch.mock.calls[0][1]).toMatchObject({
      method: 'POST',
      body: '{"rationale":"ok"}',
    });
  });

  it('takes an empty answer', async () => {
    const { client: api } = client(new Response(undefined, { status: 204 }));
    await expect(
      api.refreshSource({ kind: 'kuma', name: 'eu' }),
    ).resolves.toBeUndefined();
  });
});
