import { AccessEvent } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { AccessRecord } from '../types';

/**
 * What happened to a grant, oldest first: one that was extended several times
 * has one history, over all the requests that it went through.
 */
export async function eventsOf(
  context: Pick<AccessContext, 'store' | 'audit'>,
  record: AccessRecord,
): Promise<AccessEvent[]> {
  const chain = await chainOf(context, record);
  const records = await Promise.all(
    chain.map(({ id }) => context.audit.ofRequest(id)),
  );
  return records
    .flat()
    .sort((left, right) => left.sequence - right.sequence)
    .map(({ sequence, at, actor, onBehalfOf, action, after, requestId }) => ({
      sequence,
      at,
      actor,
      onBehalfOf,
      action,
      after,
      requestId,
    }));
}

/** The grants before it and after it; they are about the same access. */
async function chainOf(
  { store }: Pick<AccessContext, 'store'>,
  record: AccessRecord,
): Promise<AccessRecord[]> {
  const chain = [record];
  const follow = async (next: (from: AccessRecord) => string | undefined) => {
    let from: AccessRecord | undefined = record;
    for (let id = next(from); id; id = from && next(from)) {
      from = await store.find(id);
      if (!from || chain.some(known => known.id === id)) return;
      chain.push(from);
    }
  };
  await follow(from => from.extends);
  await follow(from => from.extendedBy);
  return chain;
}
