import { SourceOwner } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Caller } from '../types';
import { PeopleReader } from './PeopleReader';

/** The owners of some DAGs, each once, and whether who asks is one of theirs. */
export async function sourceOwners(
  people: PeopleReader,
  dags: { owner: string }[],
  requester: string,
  caller: Pick<Caller, 'user' | 'ownershipRefs'>,
): Promise<SourceOwner[]> {
  const own = new Set([requester, ...ownRefs(caller, requester)].map(lower));
  const refs = [...new Set(dags.map(({ owner }) => owner))].sort();
  return Promise.all(
    refs.map(async ref => ({
      ref,
      asks: own.has(lower(ref)) || (await isMember(people, ref, requester)),
    })),
  );
}

/** Whether this user is one of these groups' or users'. */
export async function belongsToAny(
  people: PeopleReader,
  refs: string[],
  user: string,
  caller: Pick<Caller, 'user' | 'ownershipRefs'>,
): Promise<boolean> {
  const owners = await sourceOwners(
    people,
    refs.map(owner => ({ owner })),
    user,
    caller,
  );
  return owners.some(({ asks }) => asks);
}

/** What the caller's own token says; where a service asks, it says nothing of the user. */
function ownRefs(
  caller: Pick<Caller, 'user' | 'ownershipRefs'>,
  user: string,
): string[] {
  return caller.user === user ? caller.ownershipRefs : [];
}

async function isMember(
  people: PeopleReader,
  ref: string,
  user: string,
): Promise<boolean> {
  const members = (await people.membersOf(ref)) ?? [];
  return members.some(member => lower(member) === lower(user));
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
