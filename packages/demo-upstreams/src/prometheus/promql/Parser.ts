import { durationSeconds, Token } from './tokenize';
import { Expression, Matcher, PromqlError } from './types';

const aggregations = new Set(['sum', 'count', 'max', 'min', 'avg', 'group']);
const precedence: Record<string, number> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '>': 3,
  '<': 3,
  '>=': 3,
  '<=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
};
const defaultStep = 60;

/** Recursive descent over PromQL's tokens. */
export class Parser {
  #at = 0;
  #open = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly length: number,
  ) {}

  expression(lowest: number): Expression {
    let left = this.unary();
    for (;;) {
      const operator = this.peek()?.text ?? '';
      const rank = precedence[operator];
      if (rank === undefined || rank <= lowest) return left;
      this.take();
      const matching = this.matching();
      const right = this.expression(rank);
      left = { type: 'binary', operator, left, right, matching };
    }
  }

  end(): void {
    const left = this.peek();
    if (left) {
      throw new PromqlError(left.position, `unexpected "${left.text}"`);
    }
  }

  private unary(): Expression {
    if (this.accept('-')) {
      const zero: Expression = { type: 'number', value: 0 };
      const right = this.unary();
      return { type: 'binary', operator: '-', left: zero, right };
    }
    let expression = this.primary();
    while (this.peek()?.text === '[') expression = this.ranged(expression);
    if (this.accept('offset')) {
      const offset = durationSeconds(this.take().text);
      if (expression.type === 'selector' || expression.type === 'subquery') {
        expression = { ...expression, offset };
      }
    }
    return expression;
  }

  private primary(): Expression {
    const token = this.take();
    if (token.text === '(') {
      this.#open += 1;
      const inner = this.expression(0);
      this.close();
      return inner;
    }
    if (token.kind === 'number') {
      return { type: 'number', value: numberOf(token.text) };
    }
    if (token.text === '{') return this.selector([]);
    if (token.kind !== 'name') {
      throw new PromqlError(token.position, `unexpected "${token.text}"`);
    }
    const next = this.peek()?.text;
    if (
      aggregations.has(token.text) &&
      (next === '(' || next === 'by' || next === 'without')
    ) {
      return this.aggregate(token.text);
    }
    if (next === '(') return this.call(token.text);
    const matchers: Matcher[] = [
      { label: '__name__', operator: '=', value: token.text },
    ];
    if (this.accept('{')) return this.selector(matchers);
    return { type: 'selector', matchers, offset: 0 };
  }

  private selector(matchers: Matcher[]): Expression {
    while (!this.accept('}')) {
      const label = this.take().text;
      const operator = this.take();
      if (!['=', '!=', '=~', '!~'].includes(operator.text)) {
        throw new PromqlError(
          operator.position,
          `unexpected "${operator.text}" in label matching`,
        );
      }
      matchers.push({
        label,
        operator: operator.text as Matcher['operator'],
        value: unquote(this.take().text),
      });
      this.accept(',');
    }
    return { type: 'selector', matchers, offset: 0 };
  }

  private ranged(inner: Expression): Expression {
    this.take();
    const range = durationSeconds(this.take().text);
    if (this.accept(':')) {
      const step =
        this.peek()?.kind === 'duration'
          ? durationSeconds(this.take().text)
          : defaultStep;
      this.expect(']');
      return { type: 'subquery', inner, range, step, offset: 0 };
    }
    this.expect(']');
    if (inner.type !== 'selector') {
      throw new PromqlError(0, 'ranges only allowed for vector selectors');
    }
    return { ...inner, range };
  }

  private call(name: string): Expression {
    this.take();
    this.#open += 1;
    const parameters: Expression[] = [];
    while (this.peek() && this.peek()?.text !== ')') {
      parameters.push(
        this.peek()?.kind === 'text'
          ? textParameter(this.take())
          : this.expression(0),
      );
      this.accept(',');
    }
    this.close();
    return { type: 'call', name, parameters };
  }

  private aggregate(operator: string): Expression {
    const before = this.grouping();
    this.expect('(');
    this.#open += 1;
    const inner = this.expression(0);
    this.close();
    const grouping = before ?? this.grouping();
    return { type: 'aggregate', operator, inner, grouping };
  }

  private grouping() {
    const keeps = this.peek()?.text === 'by';
    if (!keeps && this.peek()?.text !== 'without') return undefined;
    this.take();
    return { labels: this.labels(), keeps };
  }

  private matching() {
    const on = this.peek()?.text === 'on';
    if (!on && this.peek()?.text !== 'ignoring') return undefined;
    this.take();
    const labels = this.labels();
    if (/^group_(left|right)$/.test(this.peek()?.text ?? '')) {
      this.take();
      if (this.peek()?.text === '(') this.labels();
    }
    return { labels, on };
  }

  private labels(): string[] {
    this.expect('(');
    const labels: string[] = [];
    while (!this.accept(')')) {
      labels.push(this.take().text);
      this.accept(',');
    }
    return labels;
  }

  private close(): void {
    this.expect(')');
    this.#open -= 1;
  }

  private peek(): Token | undefined {
    return this.tokens[this.#at];
  }

  private take(): Token {
    const token = this.tokens[this.#at];
    if (!token) throw this.atEnd();
    this.#at += 1;
    return token;
  }

  private accept(text: string): boolean {
    if (this.peek()?.text !== text) return false;
    this.#at += 1;
    return true;
  }

  private expect(text: string): void {
    const token = this.peek();
    if (!token) throw this.atEnd();
    if (token.text !== text) {
      throw new PromqlError(token.position, `unexpected "${token.text}"`);
    }
    this.#at += 1;
  }

  private atEnd(): PromqlError {
    return this.#open > 0
      ? new PromqlError(this.length, 'unclosed left parenthesis')
      : new PromqlError(this.length, 'unexpected end of input');
  }
}

function textParameter(token: Token): Expression {
  throw new PromqlError(
    token.position,
    'functions with text are not known to this stand-in',
  );
}

function numberOf(text: string): number {
  return /^inf$/i.test(text) ? Infinity : Number(text);
}

function unquote(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}
