import { dueNotice } from './dueNotice';

const deadline = '2026-12-15T00:00:00.000Z';
const told = (at: string) => [{ kind: 'started' as const, at }];
const early = told('2026-12-01T00:00:00.000Z');
const reminded = [
  ...early,
  { kind: 'reminded-7d' as const, at: '2026-12-08T00:00:00.000Z' },
];

describe('dueNotice', () => {
  it.each([
    ['at the start', [], '2026-12-01', 'started'],
    ['to who was missed, late', [], '2026-12-14T12:00:00Z', 'started'],
    ['nothing in between', early, '2026-12-07T23:59:59Z', undefined],
    ['a week before', early, '2026-12-08', 'reminded-7d'],
    ['that once', reminded, '2026-12-09', undefined],
    ['a day before', reminded, '2026-12-14', 'reminded-1d'],
    [
      'only the last, where the first was missed',
      early,
      '2026-12-14',
      'reminded-1d',
    ],
    [
      'no week to who was told 8 days before',
      told('2026-12-07'),
      '2026-12-08',
      undefined,
    ],
    [
      'no day to who was told the day before',
      told('2026-12-13T20:00:00Z'),
      '2026-12-14',
      undefined,
    ],
    ['nothing after the deadline', [], '2026-12-15', undefined],
  ])('says %s', (_when, notices, now, kind) => {
    expect(dueNotice({ deadline }, notices, Date.parse(now))).toBe(kind);
  });
});
