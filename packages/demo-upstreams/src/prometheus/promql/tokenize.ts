import { PromqlError } from './types';

export type Token = {
  kind: 'name' | 'number' | 'duration' | 'text' | 'sign';
  text: string;
  position: number;
};

const patterns: [Token['kind'], RegExp][] = [
  ['duration', /^(?:\d+(?:ms|[smhdwy]))+/],
  ['number', /^(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+|Inf|NaN)/i],
  ['name', /^[A-Za-z_][\w:]*/],
  ['text', /^"(?:[^"\\]|\\.)*"|^'(?:[^'\\]|\\.)*'/],
  ['sign', /^(?:=~|!~|==|!=|>=|<=|[-+*/%^(){}[\],=<>:])/],
];

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const rest = text.slice(position);
    const space = /^\s+/.exec(rest);
    if (space) {
      position += space[0].length;
      continue;
    }
    const found = patterns
      .map(([kind, pattern]) => ({ kind, match: pattern.exec(rest)?.[0] }))
      .find(({ match }) => match !== undefined);
    if (!found?.match) {
      throw new PromqlError(position, `unexpected character: '${rest[0]}'`);
    }
    tokens.push({ kind: found.kind, text: found.match, position });
    position += found.match.length;
  }
  return tokens;
}

const unitSeconds: Record<string, number> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** Seconds of a duration such as `1h30m`. */
export function durationSeconds(text: string): number {
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    seconds += Number(amount) * unitSeconds[unit];
  }
  return seconds;
}
