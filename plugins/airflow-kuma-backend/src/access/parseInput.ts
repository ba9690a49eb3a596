import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** What came from outside, checked; the error names each field. */
export function parseInput<T extends z.ZodType>(
  schema: T,
  value: unknown,
): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) throw new InputError(z.prettifyError(result.error));
  return result.data;
}
