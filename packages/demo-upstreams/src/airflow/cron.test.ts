import { describeCron, firesBetween, nextFire, previousFires } from './cron';

const at = (text: string) => Date.parse(text);
const iso = (milliseconds: number) =>
  new Date(milliseconds).toISOString().slice(0, 16);

describe('cron', () => {
  // A Sunday.
  const now = at('2026-03-01T12:07:00Z');

  it.each([
    [
      '*/15 * * * *',
      '2026-03-01T12:15',
      '2026-03-01T12:00',
      'Every 15 minutes',
    ],
    ['0 * * * *', '2026-03-01T13:00', '2026-03-01T12:00', 'Every hour'],
    ['30 2 * * *', '2026-03-02T02:30', '2026-03-01T02:30', 'At 02:30'],
    [
      '0 3 * * 1',
      '2026-03-02T03:00',
      '2026-02-23T03:00',
      'At 03:00, only on Monday',
    ],
    [
      '0 9 * * 1-5',
      '2026-03-02T09:00',
      '2026-02-27T09:00',
      'At 09:00, Monday through Friday',
    ],
    [
      '0 4 1 * *',
      '2026-04-01T04:00',
      '2026-03-01T04:00',
      'At 04:00, on day 1 of the month',
    ],
  ])('%s fires next at %s, last at %s: %s', (cron, next, previous, words) => {
    expect(iso(nextFire(cron, now))).toBe(next);
    expect(iso(previousFires(cron, now, 1)[0])).toBe(previous);
    expect(describeCron(cron)).toBe(words);
  });

  it('leaves the start of a span out and takes its end in', () => {
    const fires = firesBetween(
      '0 * * * *',
      at('2026-03-01T10:00:00Z'),
      at('2026-03-01T12:00:00Z'),
    );
    expect(fires.map(iso)).toEqual(['2026-03-01T11:00', '2026-03-01T12:00']);
  });
});
