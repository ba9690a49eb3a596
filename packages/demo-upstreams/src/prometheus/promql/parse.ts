import { Parser } from './Parser';
import { tokenize } from './tokenize';
import { Expression, PromqlError } from './types';

/** Reads the part of PromQL that dashboards of traffic use. */
export function parsePromql(text: string): Expression {
  const parser = new Parser(tokenize(text), text.length);
  if (text.trim() === '') {
    throw new PromqlError(0, 'no expression found in input');
  }
  const expression = parser.expression(0);
  parser.end();
  return expression;
}
