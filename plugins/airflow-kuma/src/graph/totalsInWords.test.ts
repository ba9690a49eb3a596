import { totalsInWords } from './totalsInWords';

describe('totalsInWords', () => {
  it.each([
    [{ dags: 1, services: 1, edges: 1 }, '1 DAG, 1 service, 1 dependency'],
    [
      { dags: 0, services: 2, edges: 1234 },
      '0 DAGs, 2 services, 1,234 dependencies',
    ],
  ])('says %j as people do', (totals, expected) => {
    expect(totalsInWords(totals)).toBe(expected);
  });
});
