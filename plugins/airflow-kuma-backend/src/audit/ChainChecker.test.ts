import { AuditState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ChainChecker } from './ChainChecker';

const state = { records: 1 } as AuditState;

describe('ChainChecker', () => {
  it('checks once for all who ask, and again when the answer is old', async () => {
    let now = 0;
    const check = jest.fn(async () => {
      now += 10;
      return state;
    });
    const checker = new ChainChecker(check, () => now);
    expect(await Promise.all([checker.state(), checker.state()])).toEqual([
      state,
      state,
    ]);
    expect(check).toHaveBeenCalledTimes(1);
    now += 999;
    await checker.state();
    expect(check).toHaveBeenCalledTimes(1);
    now += 2;
    await checker.state();
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('leaves a long trail alone for longer', async () => {
    let now = 0;
    const check = jest.fn(async () => {
      now += 10_000;
      return state;
    });
    const checker = new ChainChecker(check, () => now);
    await checker.state();
    now += 199_999;
    await checker.state();
    expect(check).toHaveBeenCalledTimes(1);
  });

  it('keeps no failure', async () => {
    const check = jest
      .fn()
      .mockRejectedValueOnce(new Error('no database'))
      .mockResolvedValue(state);
    const checker = new ChainChecker(check);
    await expect(checker.state()).rejects.toThrow('no database');
    expect(await checker.state()).toBe(state);
  });
});
