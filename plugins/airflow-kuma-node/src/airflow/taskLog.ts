import { z } from 'zod';

/** How many lines a class of failure is looked for in. */
export const DEFAULT_LOG_LINES = 200;
const MAX_LINE_LENGTH = 1_000;

/**
 * v2: `{content: [{event, error_detail}]}`, or lines of text. The exception is
 * only in `error_detail`.
 */
export const structuredLog = z
  .object({ content: z.union([z.array(z.unknown()), z.string()]) })
  .transform(({ content }) =>
    typeof content === 'string'
      ? content.split('\n')
      : content.flatMap(linesOf),
  );

/** The last lines, none too long. */
export function tailOf(lines: string[], count: number): string[] {
  return lines.slice(-count).map(line => line.slice(0, MAX_LINE_LENGTH));
}

function linesOf(entry: unknown): string[] {
  if (typeof entry === 'string') return entry.split('\n');
  const { event, error_detail } = (entry ?? {}) as Record<string, unknown>;
  const lines = typeof event === 'string' ? event.split('\n') : [];
  for (const error of Array.isArray(error_detail) ? error_detail : []) {
    const { exc_type, exc_value } = (error ?? {}) as Record<string, unknown>;
    lines.push(`${exc_type}: ${exc_value}`);
  }
  return lines;
}
