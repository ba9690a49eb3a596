import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseIds, migrations } from '../__testUtils__/databases';
import { CallersEndRow, CallersEndStore } from './CallersEndStore';
import { PolicyStore } from './PolicyStore';

jest.setTimeout(60_000);

const NAME = '2026112710_grant_ends.js';

/** As they were written before how a grant ended became a state. */
const OLD: [id: string, state: string, endReason: string | undefined][] = [
  ['a', 'removed', 'expired: its time is over'],
  ['b', 'removed', 'extended by request zz9'],
  ['c', 'removed', 'revoked: unused since May'],
  ['d', 'removed', 'unused: its identity was not seen calling since 2026'],
  ['e', 'removed', 'ended by drift: Somebody else deleted it'],
  ['f', 'removed', 'ended in review "Q4": nobody answered in time'],
  ['g', 'removed', undefined],
  ['h', 'removing', 'expired: its time is over'],
  ['i', 'active', undefined],
  ['j', 'denied', 'denied: expired ticket'],
];

describe('how grants ended', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  it.each(databases.eachSupportedId())(
    'is told by the state from this migration on, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await knex.migrate.latest({ directory: migrations });
      await knex.migrate.down({ directory: migrations, name: NAME } as object);
      await knex('access_requests').insert(
        OLD.map(([id, state, endReason]) => rowOf(id, state, { endReason })),
      );
      const states = async () =>
        Object.fromEntries(
          (await knex('access_requests').select('id', 'state')).map(row => [
            row.id,
            row.state,
          ]),
        );
      const before = await states();
      await knex.migrate.up({ directory: migrations, name: NAME } as object);
      expect(await states()).toEqual({
        a: 'expired',
        b: 'superseded',
        c: 'revoked',
        d: 'ended-unused',
        e: 'ended-drift',
        f: 'ended-review',
        g: 'revoked',
        h: 'removing',
        i: 'active',
        j: 'denied',
      });
      const dataOf = async (id: string) =>
        JSON.parse((await knex('access_requests').where({ id }).first()).data);
      expect(await dataOf('b')).toMatchObject({ extendedBy: 'zz9' });
      expect(await dataOf('h')).toMatchObject({ endsAs: 'expired' });
      await knex.migrate.down({ directory: migrations, name: NAME } as object);
      expect(await states()).toEqual(before);
      expect(await dataOf('b')).toEqual({ endReason: OLD[1][2] });
    },
  );
});

/** Items of closed campaigns that nobody answered for, before that was kept. */
const UNANSWERED: [id: string, campaign: string, endReason: string][] = [
  ['k', 'ends', 'ended in review "Q4": nobody answered in time'],
  ['l', 'ends', 'expired: its time is over'],
  ['m', 'stays', 'expired: its time is over'],
  ['n', 'opened', ''],
];

describe('what became of grants in campaigns', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  it.each(databases.eachSupportedId())(
    'is kept from this migration on, on %s',
    async databaseId => {
      const name = '2026112740_campaign_notices.js';
      const knex = await databases.init(databaseId);
      await knex.migrate.latest({ directory: migrations });
      await knex.migrate.down({ directory: migrations, name } as object);
      await knex('access_campaigns').insert(
        [
          { id: 'ends', unanswered: 'end', state: 'closed' },
          { id: 'stays', unanswered: 'keep', state: 'closed' },
          { id: 'opened', unanswered: 'end', state: 'open' },
        ].map(each => ({
          ...each,
          title: 'Q4',
          created_by: 'user:default/eve',
          created_at: '2026-11-01T00:00:00.000Z',
          deadline: '2026-11-15T00:00:00.000Z',
          filter: '{}',
        })),
      );
      for (const [id, campaign_id, endReason] of UNANSWERED) {
        await knex('access_requests').insert(
          rowOf(id, 'active', { endReason }),
        );
        await knex('access_campaign_items').insert({
          campaign_id,
          request_id: id,
        });
      }
      await knex.migrate.up({ directory: migrations, name } as object);
      const items = await knex('access_campaign_items').orderBy('request_id');
      expect(items.map(item => [item.request_id, item.outcome])).toEqual([
        ['k', 'ended-unanswered'],
        ['l', 'gone'],
        ['m', 'stayed-unanswered'],
        ['n', null],
      ]);
      await knex.migrate.down({ directory: migrations, name } as object);
      expect(await knex.schema.hasTable('access_campaign_notices')).toBe(false);
      expect(
        await knex.schema.hasColumn('access_campaign_items', 'outcome'),
      ).toBe(false);
    },
  );
});

describe('what is asked of callers', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  it.each(databases.eachSupportedId())(
    'has a table of its own, and goes with it, on %s',
    async databaseId => {
      const name = '2026112760_callers_ends.js';
      const knex = await databases.init(databaseId);
      await knex.migrate.latest({ directory: migrations });
      const store = new CallersEndStore(knex);
      const row: CallersEndRow = {
        controlPlane: 'eu',
        mesh: 'default',
        key: 'a'.repeat(64),
        workload: 'orders',
        identities: [],
        entries: [],
        created: false,
        hash: '',
      };
      await store.put(row);
      await store.put({ ...row, hash: 'b' });
      expect(await store.list(row)).toEqual([{ ...row, hash: 'b' }]);
      expect(await store.meshes()).toEqual([
        { controlPlane: 'eu', mesh: 'default' },
      ]);
      await knex.migrate.down({ directory: migrations, name } as object);
      expect(await knex.schema.hasTable('access_callers_ends')).toBe(false);
      await knex.migrate.up({ directory: migrations, name } as object);
      expect(await store.list(row)).toEqual([]);
      expect((await store.stamp(row)).watched).toBe(false);
    },
  );
});

function rowOf(id: string, state: string, data: object) {
  return {
    id,
    version: 1,
    state,
    control_plane: 'eu',
    mesh: 'default',
    requester: 'user:default/ann',
    requested_at: '2026-11-23T00:00:00.000Z',
    updated_at: '2026-11-23T00:00:00.000Z',
    unreviewed: false,
    drifted: false,
    data: JSON.stringify(data),
  };
}

describe('where policies were written', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  it.each(databases.eachSupportedId())(
    'is kept from this migration on, and not told before it, on %s',
    async databaseId => {
      const knex = await databases.init(databaseId);
      await knex.migrate.latest({ directory: migrations });
      const store = new PolicyStore(knex);
      const policy = {
        controlPlane: 'k8s',
        mesh: 'default',
        kind: 'MeshTrafficPermission' as const,
        name: 'ak-x',
        namespace: 'shop',
        hash: 'h',
        grants: ['g1'],
        writtenAt: '2026-11-28T00:00:00.000Z',
      };
      await store.put([policy]);
      expect(await store.list(policy)).toEqual([policy]);
      const name = '2026112800_policy_namespaces.js';
      await knex.migrate.down({ directory: migrations, name } as object);
      await knex.migrate.up({ directory: migrations, name } as object);
      const { namespace, ...without } = policy;
      expect(await store.list(policy)).toEqual([without]);
    },
  );
});
