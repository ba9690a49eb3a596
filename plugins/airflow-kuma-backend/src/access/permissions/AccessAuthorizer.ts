import {
  accessCreatePermission,
  accessDecidePermission,
  accessReadPermission,
  accessRevokePermission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
  PermissionCriteria,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import { Knex } from 'knex';
import { CatalogVisibility } from '../../inventory/CatalogVisibility';
import { rolesOf } from '../roles';
import { AccessStore } from '../store';
import { AccessRecord, Caller } from '../types';
import { AccessFilter, accessRequestResourceRef } from './accessRules';

/** What a policy may keep from somebody, whatever their roles. */
export type AccessAbility = 'create' | 'decide' | 'revoke';

/** Checks Backstage permissions on requests, with whatever conditions a policy sets. */
export class AccessAuthorizer {
  constructor(
    private readonly options: {
      permissions: PermissionsService;
      registry: PermissionsRegistryService;
      store: AccessStore;
      visibility: CatalogVisibility;
      administrators: string[];
    },
  ) {}

  async require(caller: Caller, permission: BasicPermission): Promise<void> {
    const [{ result }] = await this.options.permissions.authorize(
      [{ permission }],
      {
        credentials: caller.credentials,
      },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`This needs the permission ${permission.name}`);
    }
  }

  /** Who may read any request at all may also read what is about all of them. */
  async requireReading(caller: Caller): Promise<void> {
    const [{ result }] = await this.options.permissions.authorizeConditional(
      [{ permission: accessReadPermission }],
      { credentials: caller.credentials },
    );
    if (result === AuthorizeResult.DENY) {
      throw new NotAllowedError(
        `This needs the permission ${accessReadPermission.name}`,
      );
    }
  }

  /** Who may not read a request is told that there is none. */
  async readable(caller: Caller, id: string): Promise<AccessRecord> {
    const record = await this.options.store.find(id);
    const missing = () => new NotFoundError(`No access request ${id}`);
    if (
      !record ||
      !(await this.isAllowed(caller, accessReadPermission, record))
    )
      throw missing();
    if (this.isParty(caller, record)) return record;
    const visible = await this.options.visibility.of(caller.credentials);
    const refs = [...record.resolved.dags, ...record.resolved.targets].map(
      item => item.ref,
    );
    if (!refs.every(ref => visible.has(ref))) throw missing();
    return record;
  }

  async requireFor(
    caller: Caller,
    action: 'decide' | 'revoke',
    id: string,
  ): Promise<void> {
    const permission =
      action === 'decide' ? accessDecidePermission : accessRevokePermission;
    const record = await this.options.store.get(id);
    if (!(await this.isAllowed(caller, permission, record))) {
      throw new NotAllowedError(`This needs the permission ${permission.name}`);
    }
  }

  /** What the policy lets the caller do, to be judged for one request after the other. */
  async abilitiesOf(
    caller: Caller,
  ): Promise<(record: AccessRecord) => Set<AccessAbility>> {
    const { permissions } = this.options;
    const { credentials } = caller;
    const [[create], [decide, revoke]] = await Promise.all([
      permissions.authorize([{ permission: accessCreatePermission }], {
        credentials,
      }),
      permissions.authorizeConditional(
        [
          { permission: accessDecidePermission },
          { permission: accessRevokePermission },
        ],
        { credentials },
      ),
    ]);
    const judge = createConditionAuthorizer(this.ruleset());
    return record => {
      const abilities = new Set<AccessAbility>();
      if (create.result === AuthorizeResult.ALLOW) abilities.add('create');
      if (judge(decide, record)) abilities.add('decide');
      if (judge(revoke, record)) abilities.add('revoke');
      return abilities;
    };
  }

  /** What of all requests the caller may read, as a part of a query. */
  async readFilter(
    caller: Caller,
  ): Promise<(query: Knex.QueryBuilder) => void> {
    const [decision] = await this.options.permissions.authorizeConditional(
      [{ permission: accessReadPermission }],
      { credentials: caller.credentials },
    );
    if (decision.result === AuthorizeResult.ALLOW) return () => {};
    if (decision.result !== AuthorizeResult.CONDITIONAL) {
      return query => query.whereRaw('1 = 0');
    }
    const criteria = createConditionTransformer(this.ruleset())(
      decision.conditions,
    );
    return query => applyCriteria(query, criteria, this.options.store);
  }

  /** Requester, approver, owner or administrator: they see what they are part of. */
  isParty(caller: Caller, record: AccessRecord): boolean {
    return rolesOf(record, caller, this.options.administrators).length > 0;
  }

  private async isAllowed(
    caller: Caller,
    permission: ResourcePermission,
    record: AccessRecord,
  ): Promise<boolean> {
    const [decision] = await this.options.permissions.authorizeConditional(
      [{ permission }],
      {
        credentials: caller.credentials,
      },
    );
    return createConditionAuthorizer(this.ruleset())(decision, record);
  }

  private ruleset() {
    return this.options.registry.getPermissionRuleset(accessRequestResourceRef);
  }
}

function applyCriteria(
  query: Knex.QueryBuilder,
  criteria: PermissionCriteria<AccessFilter>,
  store: AccessStore,
): void {
  if ('anyOf' in criteria) {
    query.where(any => {
      for (const one of criteria.anyOf)
        any.orWhere(inner => applyCriteria(inner, one, store));
    });
  } else if ('allOf' in criteria) {
    query.where(all => {
      for (const one of criteria.allOf)
        all.andWhere(inner => applyCriteria(inner, one, store));
    });
  } else if ('not' in criteria) {
    query.whereNot(inner => applyCriteria(inner, criteria.not, store));
  } else {
    query.whereIn('id', store.idsWith(criteria.kind, criteria.refs));
  }
}
