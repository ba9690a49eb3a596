import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { catalogEntityReadPermission } from '@backstage/plugin-catalog-common/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  ENTITY_TYPE_AIRFLOW,
  ENTITY_TYPE_DAG,
  ENTITY_TYPE_EXTERNAL_SERVICE,
  ENTITY_TYPE_MESH,
  ENTITY_TYPE_SERVICE,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createHash } from 'node:crypto';
import { CatalogVisibility, VisibleEntities } from './CatalogVisibility';

/** Long enough for a page with its many requests, short enough to forget. */
const REMEMBERED = 5_000;

const OUR_TYPES = [
  ENTITY_TYPE_AIRFLOW,
  ENTITY_TYPE_DAG,
  ENTITY_TYPE_SERVICE,
  ENTITY_TYPE_EXTERNAL_SERVICE,
  ENTITY_TYPE_MESH,
];

const EVERYTHING: VisibleEntities = { has: () => true, key: 'everything' };
const NOTHING: VisibleEntities = { has: () => false, key: 'nothing' };

/**
 * Asks the catalog, with the caller's credentials. Where the policy answers
 * for all entities at once, that is the answer, and 6,000 entities cost one
 * decision; else the refs that the catalog shows the caller are listed.
 */
export class DefaultCatalogVisibility implements CatalogVisibility {
  readonly #catalog: CatalogService;
  readonly #permissions: PermissionsService;
  readonly #clock: () => number;
  readonly #known = new Map<
    string,
    { at: number; visible: Promise<VisibleEntities> }
  >();

  static create(options: {
    catalog: CatalogService;
    permissions: PermissionsService;
    clock?: () => number;
  }): DefaultCatalogVisibility {
    return new DefaultCatalogVisibility(options);
  }

  private constructor(options: {
    catalog: CatalogService;
    permissions: PermissionsService;
    clock?: () => number;
  }) {
    this.#catalog = options.catalog;
    this.#permissions = options.permissions;
    this.#clock = options.clock ?? Date.now;
  }

  async of(credentials: BackstageCredentials): Promise<VisibleEntities> {
    const caller = JSON.stringify(credentials.principal);
    const now = this.#clock();
    for (const [key, { at }] of this.#known) {
      if (now - at >= REMEMBERED) this.#known.delete(key);
    }
    const known = this.#known.get(caller);
    if (known) return known.visible;
    const visible = this.#ask(credentials);
    this.#known.set(caller, { at: now, visible });
    // A failure is not remembered: the next request asks again.
    visible.catch(() => this.#known.delete(caller));
    return visible;
  }

  async #ask(credentials: BackstageCredentials): Promise<VisibleEntities> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission: catalogEntityReadPermission }],
      { credentials },
    );
    if (decision.result === AuthorizeResult.ALLOW) return EVERYTHING;
    if (decision.result === AuthorizeResult.DENY) return NOTHING;

    const refs = new Set<string>();
    const pages = this.#catalog.streamEntities(
      {
        filter: { 'spec.type': OUR_TYPES },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
      },
      { credentials },
    );
    for await (const page of pages) {
      for (const entity of page) refs.add(stringifyEntityRef(entity));
    }
    const key = createHash('sha256');
    for (const ref of [...refs].sort()) key.update(ref).update('\n');
    return { has: ref => refs.has(ref), key: key.digest('base64url') };
  }
}
