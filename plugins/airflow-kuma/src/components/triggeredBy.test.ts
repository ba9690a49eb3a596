import { triggeredBy } from './triggeredBy';

describe('triggeredBy', () => {
  it.each([
    [{ runType: 'scheduled' }, 'scheduled'],
    [{ runType: 'manual', triggeredBy: 'rest_api' }, 'manual, by rest api'],
    [
      { runType: 'manual', triggeredBy: 'ui', user: 'ann' },
      'ann (manual, by ui)',
    ],
    [{ runType: 'asset_triggered', user: 'ann' }, 'ann (asset triggered)'],
  ])('reads %j as %s', (run, words) => {
    expect(triggeredBy(run)).toBe(words);
  });
});
