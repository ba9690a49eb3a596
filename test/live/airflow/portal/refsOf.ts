import { stringifyEntityRef } from '@backstage/catalog-model';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';

/** Refs of all that mutations add or remove, each once. */
export function refsOf(mutations: EntityProviderMutation[]): string[] {
  const refs = mutations.flatMap(mutation =>
    mutation.type === 'full'
      ? ['everything']
      : [
          ...mutation.added.map(({ entity }) => stringifyEntityRef(entity)),
          ...mutation.removed.map(removed =>
            'entityRef' in removed
              ? removed.entityRef
              : stringifyEntityRef(removed.entity),
          ),
        ],
  );
  return [...new Set(refs)].sort();
}
