import { ZodError, ZodType } from 'zod';
import { UpstreamError } from './UpstreamError';

/**
 * Checks an answer against the shape that is needed of it; the error names
 * the first fields that do not fit, never their values.
 */
export function checkShape<T>(
  schema: ZodType<T>,
  value: unknown,
  context: { upstream: string; request: string; status?: number },
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new UpstreamError({
    ...context,
    kind: 'unexpected-shape',
    detail: describeZodError(result.error),
    advice: 'the version may be newer than this plugin knows',
  });
}

/**
 * Names fields and what is wrong with them, e.g.
 * `dag_id: expected string, received undefined`.
 */
export function describeZodError(error: ZodError): string {
  return error.issues
    .slice(0, 3)
    .map(issue => {
      const where = issue.path.map(String).join('.') || 'answer';
      return `${where}: ${issue.message.replace(/^Invalid input: /, '')}`;
    })
    .join(', ');
}
