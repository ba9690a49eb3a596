import {
  AccessRequest,
  accessStates,
  AccessWaiting,
  finalAccessStates,
  Page,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Agree, Ask } from './world';

type Requests = Page<AccessRequest>;

/**
 * Walks the lists of requests as one person, and holds their counts, those of
 * filters and of the badges against each other.
 */
export async function compareAccess(ask: Ask, agree: Agree): Promise<void> {
  const list = (query: string): Promise<Requests> =>
    ask(`requests?limit=200&${query}`);
  const all = await list('view=all');
  agree('how many requests there are', {
    total: all.total,
    listed: all.items.length,
  });

  for (const state of accessStates) {
    agree(`which are ${state}`, {
      filtered: idsOf(await list(`view=all&state=${state}`)),
      all: idsOf(all, request => request.state === state),
    });
  }
  const views = {
    pending: ['pending'],
    live: ['scheduled', 'applying', 'active', 'removing'],
    history: finalAccessStates as string[],
  };
  for (const [view, states] of Object.entries(views)) {
    agree(`the list of ${view}`, {
      list: idsOf(await list(`view=${view}`)),
      all: idsOf(all, ({ state }) => states.includes(state)),
    });
  }

  for (const ref of new Set(all.items.flatMap(refsOf))) {
    agree(`the requests about ${ref}`, {
      'on its page': idsOf(await list(`view=all&ref=${ref}`)),
      all: idsOf(all, request => refsOf(request).includes(ref)),
    });
  }

  const toDecide = await list('view=to-decide');
  const waiting: AccessWaiting = await ask('waiting');
  const answerable = await grantsToAnswer(ask);
  agree('what waits for a decision', {
    badge: waiting.requests,
    list: toDecide.total,
    'can be approved': toDecide.items.filter(({ availableTransitions }) =>
      availableTransitions.includes('approve'),
    ).length,
  });
  agree('the grants that wait in campaigns', {
    badge: waiting.campaigns.reduce((sum, { grants }) => sum + grants, 0),
    'can be answered': answerable,
  });
}

async function grantsToAnswer(ask: Ask): Promise<number> {
  const { items: campaigns } = await ask('campaigns');
  let answerable = 0;
  for (const { id, state } of campaigns) {
    if (state !== 'open') continue;
    const { items } = await ask(`campaigns/${id}/items`);
    answerable += items.filter(
      (item: { answerable: boolean }) => item.answerable,
    ).length;
  }
  return answerable;
}

function idsOf(
  { items }: Requests,
  isMeant: (request: AccessRequest) => boolean = () => true,
): string[] {
  return items
    .filter(isMeant)
    .map(({ id }) => id)
    .sort();
}

function refsOf({ source, destination }: AccessRequest): string[] {
  return [source, destination].flatMap(end => ('ref' in end ? end.ref : []));
}
