import { AuthService } from '@backstage/backend-plugin-api';
import {
  parseEntityRef,
  RELATION_HAS_MEMBER,
  RELATION_PARENT_OF,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { nameInRef, nameOfEntity } from './nameOfEntity';
import { NameOf, PeopleReader } from './PeopleReader';

const KEEP_MILLISECONDS = 30_000;

/** Reads people from the catalog, as the backend and not as the caller: who may approve must not depend on who asks. */
export class CatalogPeopleReader implements PeopleReader {
  private readonly known = new Map<
    string,
    { at: number; members?: string[] }
  >();
  private readonly names = new Map<string, { at: number; name: string }>();

  constructor(
    private readonly options: {
      catalog: CatalogService;
      auth: AuthService;
      now?: () => number;
    },
  ) {}

  async membersOf(ref: string): Promise<string[] | undefined> {
    const now = this.options.now?.() ?? Date.now();
    const known = this.known.get(ref);
    if (known && now - known.at < KEEP_MILLISECONDS) return known.members;
    const members = await this.read(ref);
    this.known.set(ref, { at: now, members });
    return members;
  }

  async namesOf(refs: string[]): Promise<NameOf> {
    const now = this.options.now?.() ?? Date.now();
    const unknown = [...new Set(refs)].filter(ref => {
      const known = this.names.get(ref);
      return !known || now - known.at >= KEEP_MILLISECONDS;
    });
    if (unknown.length > 0) {
      // A sentence with a name out of its ref is better than none.
      const items = await this.readNamed(unknown).catch(() => []);
      for (const [index, entity] of items.entries()) {
        if (!entity) continue;
        this.names.set(unknown[index], { at: now, name: nameOfEntity(entity) });
      }
    }
    return ref => this.names.get(ref)?.name ?? nameInRef(ref);
  }

  private async readNamed(refs: string[]) {
    const { items } = await this.options.catalog.getEntitiesByRefs(
      {
        entityRefs: refs,
        fields: [
          'apiVersion',
          'kind',
          'metadata.name',
          'metadata.title',
          'spec.profile.displayName',
        ],
      },
      { credentials: await this.options.auth.getOwnServiceCredentials() },
    );
    return items;
  }

  private async read(ref: string): Promise<string[] | undefined> {
    const credentials = await this.options.auth.getOwnServiceCredentials();
    const users = new Set<string>();
    const seen = new Set<string>();
    let open = [ref];
    let found = false;
    while (open.length > 0) {
      open.forEach(next => seen.add(next));
      const { items } = await this.options.catalog.getEntitiesByRefs(
        {
          entityRefs: open,
          fields: ['kind', 'metadata.name', 'metadata.namespace', 'relations'],
        },
        { credentials },
      );
      const next: string[] = [];
      for (const [index, entity] of items.entries()) {
        if (!entity) continue;
        found = true;
        if (
          parseEntityRef(open[index]).kind.toLocaleLowerCase('en-US') === 'user'
        ) {
          users.add(open[index]);
        }
        for (const { type, targetRef } of entity.relations ?? []) {
          if (type === RELATION_HAS_MEMBER) users.add(targetRef);
          if (type === RELATION_PARENT_OF && !seen.has(targetRef))
            next.push(targetRef);
        }
      }
      open = next;
    }
    return found ? [...users].sort() : undefined;
  }
}
