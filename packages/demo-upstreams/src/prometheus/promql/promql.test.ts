import { evaluate } from './evaluate';
import { parsePromql } from './parse';
import { Series } from './types';

const counter = (labels: Record<string, string>, rate: number): Series => ({
  labels,
  valueAt: seconds => (seconds < 0 ? undefined : seconds * rate),
});
const series = [
  counter({ __name__: 'calls', from: 'a', to: 'x' }, 2),
  counter({ __name__: 'calls', from: 'a', to: 'y' }, 0),
  counter({ __name__: 'calls', from: 'b', to: 'x' }, 1),
  counter({ __name__: 'errors', from: 'a', to: 'x' }, 0.5),
  counter({ __name__: 'time_bucket', le: '10' }, 50),
  counter({ __name__: 'time_bucket', le: '20' }, 100),
  counter({ __name__: 'time_bucket', le: '+Inf' }, 100),
];

function ask(query: string) {
  const value = evaluate(parsePromql(query), series, 3600);
  if (value.type === 'scalar') return value.value;
  if (value.type === 'matrix') return value.series.length;
  return value.samples.map(({ labels, value: sample }) => [
    Object.values(labels).join(),
    Math.round(sample * 1000) / 1000,
  ]);
}

describe('PromQL', () => {
  it.each([
    ['calls{from="b"}', [['calls,b,x', 3600]]],
    ['rate(calls{from=~"a|c",to!="y"}[5m])', [['a,x', 2]]],
    [
      'sum by (to) (rate(calls[1m]))',
      [
        ['x', 3],
        ['y', 0],
      ],
    ],
    [
      'sum(rate(calls[1m])) without (from)',
      [
        ['x', 3],
        ['y', 0],
      ],
    ],
    [
      'count by (from) (calls)',
      [
        ['a', 2],
        ['b', 1],
      ],
    ],
    [
      'sum by (from, to) (rate(calls[5m])) > 0',
      [
        ['a,x', 2],
        ['b,x', 1],
      ],
    ],
    ['rate(errors[5m]) / on (from, to) rate(calls[5m])', [['a,x', 0.25]]],
    ['sum(rate(calls[5m])) unless sum(rate(nothing[5m]))', [['', 3]]],
    ['increase(calls{from="b"}[10m] offset 5m)', [['b,x', 600]]],
    [
      'histogram_quantile(0.75, sum by (le) (rate(time_bucket[5m])))',
      [['', 15]],
    ],
    ['max_over_time(sum(rate(calls[5m]))[30m:5m])', [['', 3]]],
    ['calls[5m]', 3],
    ['1 + 2 * 3', 7],
    ['no_such_metric', []],
  ])('%s', (query, expected) => {
    expect(ask(query)).toEqual(expected);
  });

  it.each([
    ['sum by (x) (bogus(', '1:19: parse error: unclosed left parenthesis'],
    ['', '1:1: parse error: no expression found in input'],
    ['calls )', '1:7: parse error: unexpected ")"'],
    ['calls{from>"a"}', '1:11: parse error: unexpected ">" in label matching'],
  ])('refuses "%s"', (query, problem) => {
    expect(() => ask(query)).toThrow(`invalid parameter "query": ${problem}`);
  });
});
