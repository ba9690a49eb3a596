import { runsInWords } from './runsInWords';

const dag = (name: string) => ({ ref: name, name, requested: false });

describe('runsInWords', () => {
  it('counts runs and DAGs, one or many', () => {
    const runs = {
      total: 1,
      dags: [dag('a')],
      identities: ['spiffe://td/pool'],
      hidden: { dags: 0, runs: 0 },
    };
    expect(runsInWords(runs)).toBe(
      'these are the 1 run of the 1 DAG that ran as spiffe://td/pool while the permission was in the mesh.',
    );
    expect(
      runsInWords({
        ...runs,
        total: 1200,
        dags: [dag('a'), dag('b')],
        identities: ['x', 'y'],
      }),
    ).toMatch(/the 1,200 runs of the 2 DAGs that ran as one of 2 identities/);
  });

  it('says how much is kept from the reader', () => {
    expect(
      runsInWords({
        total: 0,
        dags: [],
        identities: ['x'],
        hidden: { dags: 1, runs: 3 },
      }),
    ).toMatch(/1 DAG that the catalog keeps from you had 3 runs\.$/);
  });
});
