import {
  AccessState,
  accessStates,
  finalAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';
import { AccessContext } from '../AccessContext';
import { AccessAuthorizer } from '../permissions/AccessAuthorizer';
import { AccessQuery, RequestSearch } from '../store';
import { AccessRecord, Caller } from '../types';

const VIEWS = [
  'all',
  'mine',
  'to-decide',
  'pending',
  'live',
  'history',
  'drift',
  'to-review',
] as const;

const searchFields = {
  text: z.string().max(200).optional(),
  person: z.string().max(255).optional(),
  dag: z.string().max(300).optional(),
  service: z.string().max(300).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
};

export const listSchema = z.strictObject({
  view: z.enum(VIEWS).default('mine'),
  /** Entity ref of a DAG or service that it is about. */
  ref: z.union([z.string(), z.array(z.string())]).optional(),
  /** Of those of the view, only these. */
  state: z
    .union([z.enum(accessStates), z.array(z.enum(accessStates))])
    .optional(),
  ...searchFields,
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const LIVE: AccessState[] = ['scheduled', 'applying', 'active', 'removing'];

/** A page of requests, and only those that the caller may see. */
export async function listRequests(
  context: AccessContext,
  authorizer: AccessAuthorizer,
  caller: Caller,
  input: z.output<typeof listSchema>,
): Promise<{ items: AccessRecord[]; total: number }> {
  const refs = [caller.user, ...caller.ownershipRefs].filter(
    ref => ref !== undefined,
  );
  const views: Record<(typeof VIEWS)[number], AccessQuery> = {
    all: {},
    mine: { requester: refs },
    'to-decide': {
      states: ['pending'],
      approver: refs,
      notRequester: refs,
      ...(caller.user && { undecidedBy: caller.user }),
    },
    pending: { states: ['pending'] },
    live: { states: LIVE },
    history: { states: finalAccessStates },
    drift: { states: LIVE, drifted: true },
    'to-review': { unreviewed: true },
  };
  const view = views[input.view];
  const states = input.state && [input.state].flat();
  const query: AccessQuery = {
    ...view,
    ...(states && {
      states: view.states?.filter(each => states.includes(each)) ?? states,
    }),
    search: searchOf(input),
    ...(input.ref !== undefined && { refs: [input.ref].flat() }),
    where: await authorizer.readFilter(caller),
  };
  if (input.view === 'mine' || input.view === 'to-decide') {
    return context.store.list(query, input);
  }
  // Other people's requests: the names in them are the catalog's to show.
  const visible = await context.visibility.of(caller.credentials);
  const isAdministrator = context.config.administrators.some(ref =>
    refs.includes(ref),
  );
  const about = await context.store.about(query);
  const shown = about.filter(
    ({ requester, refs: names }) =>
      isAdministrator ||
      requester === caller.user ||
      names.every(ref => visible.has(ref)),
  );
  const page = shown.slice(input.offset, input.offset + input.limit);
  return {
    items: await context.store.byIds(page.map(({ id }) => id)),
    total: shown.length,
  };
}

/** Requests hold UTC; text compares as time only in one zone and length. */
function searchOf(input: z.output<typeof listSchema>): RequestSearch {
  const { text, person, dag, service, from, to } = input;
  return {
    text,
    person,
    dag,
    service,
    from: from && new Date(from).toISOString(),
    to: to && new Date(to).toISOString(),
  };
}
