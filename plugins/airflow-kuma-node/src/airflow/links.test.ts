import { airflowLinks } from './links';

describe('airflowLinks', () => {
  it.each([
    [
      'v2',
      'https://a/dags/t%C3%A4st.1',
      'https://a/dags/t%C3%A4st.1/runs/r%2B1',
    ],
    [
      'v1',
      'https://a/dags/t%C3%A4st.1/grid',
      'https://a/dags/t%C3%A4st.1/grid?dag_run_id=r%2B1',
    ],
  ] as const)('of %s', (api, dag, run) => {
    expect(airflowLinks.dag('https://a/', api, 'täst.1')).toBe(dag);
    expect(
      airflowLinks.run('https://a', api, { dagId: 'täst.1', runId: 'r+1' }),
    ).toBe(run);
  });
});
