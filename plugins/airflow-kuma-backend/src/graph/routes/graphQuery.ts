import {
  EDGE_STATES,
  GRAPH_GROUPINGS,
  GraphQuery,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** Most that one picture holds, whatever is asked for. */
const MAX_LIMIT = 2000;

/** How far back refusals can be asked for: the longest window of a DAG. */
const MAX_HOURS = 24 * 400;

const text = z.string().max(1000);
/** A repeated query parameter, however often it is given. */
const list = z
  .union([text, z.array(text).max(2000)])
  .transform(value => (Array.isArray(value) ? value : [value]))
  .transform(values => values.filter(value => value !== ''))
  .optional();
const flag = z
  .enum(['true', 'false', '1', '0', ''])
  .transform(value => value !== 'false' && value !== '0')
  .optional();
const instant = z.iso
  .datetime({ offset: true })
  .transform(value => new Date(value).toISOString())
  .optional();

export const filterShape = {
  text: text.optional(),
  instance: list,
  controlPlane: list,
  mesh: list,
  zone: list,
  environment: list,
  dataDomain: list,
  owner: list,
  state: list,
};

const schema = z.strictObject({
  ...filterShape,
  grouping: z.enum(GRAPH_GROUPINGS).default('dataDomain'),
  open: list,
  focus: list,
  depth: z.coerce.number().int().min(1).max(5).optional(),
  edgeState: list.pipe(
    z.array(z.enum(EDGE_STATES as [string, ...string[]])).optional(),
  ),
  deniedWithin: z.coerce.number().int().min(1).max(MAX_HOURS).optional(),
  identities: flag,
  asOf: instant,
  compareTo: instant,
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).optional(),
});

/** The query of `GET /graph`, checked; what is wrong is named. */
export function parseGraphQuery(query: unknown): GraphQuery {
  const parsed = parseQuery(schema, query) as GraphQuery;
  for (const key of ['asOf', 'compareTo'] as const) {
    const value = parsed[key];
    if (value && Date.parse(value) > Date.now()) {
      throw new InputError(`${key} is in the future`);
    }
  }
  return parsed;
}

/** A query checked against a schema. */
export function parseQuery<T extends z.ZodType>(
  shape: T,
  query: unknown,
): z.infer<T> {
  const result = shape.safeParse(query);
  if (result.success) return result.data;
  throw new InputError(
    result.error.issues
      .map(issue => `${issue.path.join('.') || 'query'}: ${issue.message}`)
      .join('; '),
  );
}
