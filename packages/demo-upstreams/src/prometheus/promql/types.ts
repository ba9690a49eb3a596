/** A part of a PromQL expression. */
export type Expression =
  | { type: 'number'; value: number }
  | {
      type: 'selector';
      matchers: Matcher[];
      /** Seconds; makes it a range of points. */
      range?: number;
      offset: number;
    }
  | {
      type: 'subquery';
      inner: Expression;
      range: number;
      step: number;
      offset: number;
    }
  | { type: 'call'; name: string; parameters: Expression[] }
  | {
      type: 'aggregate';
      operator: string;
      grouping?: { labels: string[]; keeps: boolean };
      inner: Expression;
    }
  | {
      type: 'binary';
      operator: string;
      left: Expression;
      right: Expression;
      matching?: { labels: string[]; on: boolean };
    };

export type Matcher = {
  label: string;
  operator: '=' | '!=' | '=~' | '!~';
  value: string;
};

export type Labels = Record<string, string>;

/** A value of an expression at one moment. */
export type Value =
  | { type: 'scalar'; value: number }
  | { type: 'vector'; samples: { labels: Labels; value: number }[] }
  | { type: 'matrix'; series: { labels: Labels; points: Point[] }[] };

/** Seconds and value. */
export type Point = [number, number];

/** A series of the stand-in: computed, not stored. */
export type Series = {
  labels: Labels;
  /** Value at a time in seconds; `undefined` where there was none. */
  valueAt: (seconds: number) => number | undefined;
};

/** What Prometheus says of an expression that it cannot read. */
export class PromqlError extends Error {
  constructor(position: number, problem: string) {
    super(
      `invalid parameter "query": 1:${position + 1}: parse error: ${problem}`,
    );
    this.name = 'PromqlError';
  }
}
