import { useApiHolder } from '@backstage/core-plugin-api';
import {
  defaultEntityPresentation,
  entityPresentationApiRef,
} from '@backstage/plugin-catalog-react';
import { useEffect, useState } from 'react';

const NONE: ReadonlyMap<string, string> = new Map();

/**
 * What links call these entities, for places that hold no link: a choice in a
 * filter, a heading, a sentence. A ref that names nothing stands as it is.
 */
export function useEntityNames(refs: string[]): (ref: string) => string {
  const presentation = useApiHolder().get(entityPresentationApiRef);
  const [names, setNames] = useState(NONE);
  const key = refs.join(' ');
  useEffect(() => {
    let isCurrent = true;
    const wanted = key === '' ? [] : key.split(' ');
    if (presentation && wanted.length > 0) {
      Promise.all(
        wanted.map(async ref => {
          const { primaryTitle } = await presentation.forEntity(ref).promise;
          return [ref, primaryTitle] as const;
        }),
      )
        .then(found => isCurrent && setNames(new Map(found)))
        // The names in the refs stand as well.
        .catch(() => undefined);
    }
    return () => {
      isCurrent = false;
    };
  }, [presentation, key]);
  return ref => names.get(ref) ?? nameInRef(ref);
}

function nameInRef(ref: string): string {
  try {
    return defaultEntityPresentation(ref).primaryTitle;
  } catch {
    return ref;
  }
}
