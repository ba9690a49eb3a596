import { InputError } from '@backstage/errors';
import { z, ZodType } from 'zod';

const texts = z
  .union([z.string(), z.array(z.string())])
  .transform(value => (Array.isArray(value) ? value : [value]))
  .pipe(z.array(z.string().max(500)).max(200));

/** Filters shared by tables; every list may be repeated. */
const filter = {
  text: z.string().max(200).optional(),
  instance: texts.optional(),
  controlPlane: texts.optional(),
  mesh: texts.optional(),
  zone: texts.optional(),
  environment: texts.optional(),
  dataDomain: texts.optional(),
  owner: texts.optional(),
  state: texts.optional(),
};

const page = {
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(25),
};

/** `GET /dags` and `GET /services`. */
export const tableQuery = z.strictObject({
  ...filter,
  ...page,
  orderBy: z
    .string()
    .regex(/^-?[a-zA-Z]{1,30}$/)
    .default('name'),
});

/** What {@link tableQuery} gives. */
export type ParsedTableQuery = z.infer<typeof tableQuery>;

/** `GET /dag` and `GET /service`. */
export const refQuery = z.strictObject({ ref: z.string().min(1).max(500) });

/** `GET /dag/runs`. */
export const runsQuery = z.strictObject({
  ...refQuery.shape,
  ...page,
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});

/** Reads a query, or says which parameter is wrong. */
export function parseQuery<T>(schema: ZodType<T>, query: unknown): T {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    issue => `${issue.path.join('.') || 'query'}: ${issue.message}`,
  );
  throw new InputError(problems.join('; '));
}
