import { BackstageCredentials } from '@backstage/backend-plugin-api';

/** Which of our entities a caller may see in the catalog. */
export interface CatalogVisibility {
  /** Asked once a request, then held against many refs. */
  of(credentials: BackstageCredentials): Promise<VisibleEntities>;
}

/** Entity refs as `stringifyEntityRef` writes them. */
export interface VisibleEntities {
  has(entityRef: string): boolean;
  /** Differs between callers who see different things, for ETags and caches. */
  readonly key: string;
}
