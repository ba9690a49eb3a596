import { eitherMinutes, lastMinuteOver, Minutes, minutesOf } from './minutes';

const HOUR = 490_000;
const at = (minute: number, second = 0) =>
  HOUR * 3_600_000 + minute * 60_000 + second * 1000;
const seenAt = (...minutes: number[]) =>
  minutes
    .map(minute => minutesOf(at(minute, 20)))
    .reduce(eitherMinutes, [0, 0] as Minutes);

describe('minutes', () => {
  it.each([
    ['none', [], at(59), undefined],
    ['the minute that goes on', [7], at(7, 30), undefined],
    ['the minute that is over', [7], at(8), at(7)],
    ['the newest of them', [0, 29, 30, 59], at(59, 59), at(30)],
    ['both ends of a half', [29], at(30), at(29)],
    ['the last of the hour', [59], at(60), at(59)],
  ])('%s', (_name, minutes, until, expected) => {
    expect(lastMinuteOver(seenAt(...minutes), HOUR, until)).toBe(expected);
  });
});
