import { ReadinessOwner } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** What is looked at; an empty list leaves nothing out. */
export type ReadinessFilter = {
  owners: string[];
  states: string[];
  kinds: string[];
};

/** The filter that an address describes. */
export function filterOf(url: {
  all: (key: string) => string[];
}): ReadinessFilter {
  return {
    owners: url.all('owner'),
    states: url.all('state'),
    kinds: url.all('kind'),
  };
}

/** Owners with what fits of them; those without anything to do are left out. */
export function filterOwners(
  owners: ReadinessOwner[],
  { owners: wanted, states, kinds }: ReadinessFilter,
): ReadinessOwner[] {
  const fits = (list: string[], value: string) =>
    list.length === 0 || list.includes(value);
  return owners
    .filter(({ owner }) => fits(wanted, owner))
    .map(owner => ({
      ...owner,
      calls: owner.calls.filter(
        ({ state, causes }) =>
          fits(states, state) &&
          (kinds.length === 0 ||
            causes.some(({ kind }) => kinds.includes(kind))),
      ),
      // What is mended is of no state, and a list is of one kind.
      mends:
        states.length > 0
          ? []
          : owner.mends.filter(({ kind }) => fits(kinds, kind)),
      workloads:
        states.length > 0 || !fits(kinds, 'reachable-backends')
          ? []
          : owner.workloads,
    }))
    .filter(
      ({ calls, mends, workloads }) =>
        calls.length + mends.length + workloads.length > 0,
    );
}
