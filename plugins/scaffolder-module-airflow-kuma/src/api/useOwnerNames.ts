import { useApiHolder } from '@backstage/core-plugin-api';
import {
  defaultEntityPresentation,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import { useCallback } from 'react';

/** Asks what the portal calls owners, for options that are made when they are looked for. */
export function useOwnerNames(): (
  refs: string[],
) => Promise<(ref: string) => string> {
  const presentation = useApiHolder().get(entityPresentationApiRef);
  return useCallback(
    async refs => {
      const names = new Map<string, string>();
      await Promise.all(
        [...new Set(refs)].map(async ref => {
          // Options without titles are better than none.
          const { primaryTitle } = await Promise.resolve(
            presentation?.forEntity(ref).promise,
          )
            .then(found => found ?? defaultEntityPresentation(ref))
            .catch(() => defaultEntityPresentation(ref));
          names.set(ref, primaryTitle);
        }),
      );
      return ref => names.get(ref) ?? ref;
    },
    [presentation],
  );
}
