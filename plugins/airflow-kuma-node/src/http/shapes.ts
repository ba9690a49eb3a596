import { z } from 'zod';

/** Text that may be absent or null. */
export const optionalText = z
  .string()
  .nullish()
  .transform(value => value || undefined);

/** A number that may be absent or null. */
export const optionalNumber = z
  .number()
  .nullish()
  .transform(value => value ?? undefined);

/** A flag; absent and null mean no. */
export const flag = z
  .boolean()
  .nullish()
  .transform(value => value ?? false);

/** Time as ISO in UTC: v1 writes `+00:00`, v2 `Z`, Kuma nanoseconds. */
export const time = z
  .string()
  .refine(value => !Number.isNaN(Date.parse(value)), 'is no time')
  .transform(value => new Date(value).toISOString());

/** A time that may be absent, null, or not a time at all. */
export const optionalTime = z
  .string()
  .nullish()
  .transform(value => {
    const milliseconds = value ? Date.parse(value) : NaN;
    return Number.isNaN(milliseconds)
      ? undefined
      : new Date(milliseconds).toISOString();
  });

/** A list of texts that may be absent or null. */
export const texts = z
  .array(z.string())
  .nullish()
  .transform(value => value ?? []);
