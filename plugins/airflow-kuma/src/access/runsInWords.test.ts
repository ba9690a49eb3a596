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
      '1 DAG could use it, because it runs as spiffe://td/pool. It had 1 run while the permission was in the mesh.',
    );
    expect(
      runsInWords({
        ...runs,
        total: 1200,
        dags: [dag('a'), dag('b')],
        identities: ['x', 'y'],
      }),
    ).toMatch(
      /^2 DAGs could use it, because they run as one of 2 identities. They had 1,200 runs/,
    );
  });

  it('says how much is kept from the reader', () => {
    expect(
      runsInWords({
        total: 0,
        dags: [],
        identities: ['x'],
        hidden: { dags: 1, runs: 3 },
      }),
    ).toMatch(
      /had no run while .* So could 1 DAG that the catalog keeps from you, with 3 runs\.$/,
    );
  });
});
