import {
  createEvaluator,
  KUMA_LABEL_GRANTS,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { Knex } from 'knex';
import { permission, spiffe } from '../../graph/__testUtils__/resources';
import { AccessWorld, ANN, BEN, plainMesh } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { legacyMesh, trafficPermission } from '../__testUtils__/legacyMesh';
import { createRequest } from '../requests/createRequest';
import { extendRequest } from '../requests/extendRequest';
import { Reconciler } from './Reconciler';
import { decideRequest } from '../requests/decideRequest';
import { revokeRequest, withdrawRequest } from '../requests/endRequest';

jest.setTimeout(300_000);
const RUNS = Number(process.env.FC_RUNS ?? 50);
const WORKLOADS = ['orders', 'billing', 'payments', 'ledger'];
const SOURCES = ['orders', 'billing'];
const TARGETS = ['payments', 'ledger'];

type Step =
  | {
      do:
        | 'request'
        | 'schedule'
        | 'grant'
        | 'extend'
        | 'revoke'
        | 'approve'
        | 'deny'
        | 'withdraw';
      dag: string;
      to: string;
    }
  | {
      do:
        | 'reconcile'
        | 'sync'
        | 'restart'
        | 'stray'
        | 'delete-ours'
        | 'garble-ours'
        | 'their-edit'
        | 'their-removal'
        | 'fail-writes'
        | 'mend-writes';
    }
  | { do: 'wait'; days: number };

const pair = {
  dag: fc.constantFrom(...SOURCES),
  to: fc.constantFrom(...TARGETS),
};
const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'grant',
        'grant',
        'request',
        'schedule',
        'extend',
        'approve',
        'revoke',
        'deny',
        'withdraw',
      ),
      ...pair,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom('reconcile', 'sync') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'restart',
        'stray',
        'delete-ours',
        'garble-ours',
        'their-edit',
        'their-removal',
        'fail-writes',
        'mend-writes',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait'),
      days: fc.constantFrom(1, 6, 8),
    }),
  },
) as fc.Arbitrary<Step>;

/** Does one step; what the rules refuse is no failure here. */
async function perform(world: AccessWorld, step: Step): Promise<void> {
  const { context } = world;
  switch (step.do) {
    case 'request':
      await createRequest(
        context,
        world.caller(ANN),
        world.input(step.dag, step.to),
      );
      return;
    case 'schedule':
      await createRequest(
        context,
        world.caller(ANN),
        world.input(step.dag, step.to, {
          start: new Date(world.time + 86_400_000).toISOString(),
        }),
      );
      await perform(world, { ...step, do: 'approve' });
      return;
    case 'extend':
      await extendRequest(
        context,
        world.caller(ANN),
        await find(world, step, ['active']),
        { duration: 'P7D' },
      );
      return;
    case 'grant':
      await perform(world, { ...step, do: 'request' });
      await perform(world, { ...step, do: 'approve' });
      return;
    case 'approve':
    case 'deny': {
      const id = await find(world, step, ['pending']);
      const { impactHash } = await world.preview(step.dag, step.to);
      await decideRequest(context, world.caller(BEN), id, step.do, {
        rationale: 'x',
        impactHash,
      });
      return;
    }
    case 'withdraw':
      await withdrawRequest(
        context,
        world.caller(ANN),
        await find(world, step, ['pending']),
        {},
      );
      return;
    case 'revoke':
      await revokeRequest(
        context,
        world.caller(BEN),
        await find(world, step, ['applying', 'active']),
        { rationale: 'x' },
      );
      return;
    case 'reconcile':
      await world.reconciler.pass();
      return;
    case 'sync':
      world.sync();
      return;
    case 'restart':
      world.reconciler = new Reconciler(context);
      return;
    case 'stray':
      world.controlPlane.put({
        ...permission('ak-stray', 'ledger', { allow: [spiffe('billing')] }),
        labels: { [KUMA_LABEL_GRANTS]: 'zzzzzzzzzz' },
      });
      return;
    case 'delete-ours':
      for (const policy of world.controlPlane.ours().slice(0, 1))
        world.controlPlane.delete(policy.name);
      return;
    case 'garble-ours':
      for (const policy of world.controlPlane.ours().slice(0, 1)) {
        world.controlPlane.put(
          policy.type === 'TrafficPermission'
            ? {
                ...policy,
                sources: [{ match: { 'kuma.io/service': 'ledger' } }],
              }
            : {
                ...policy,
                spec: permission('x', 'ledger', { allow: [spiffe('payments')] })
                  .spec,
              },
        );
      }
      return;
    case 'their-edit': {
      const theirs = world.controlPlane.snapshot.trafficPermissions.find(
        policy => policy.name === 'theirs',
      );
      if (theirs) {
        const sources = (theirs.sources as unknown[]).length
          ? []
          : [{ match: { 'kuma.io/service': 'ledger' } }];
        world.controlPlane.put({ ...theirs, sources });
      }
      return;
    }
    case 'their-removal': {
      const theirs = world.controlPlane.snapshot.trafficPermissions.find(
        policy => policy.name === 'theirs',
      );
      if (theirs) world.controlPlane.delete('theirs');
      return;
    }
    case 'fail-writes':
      world.controlPlane.beforeWrite = () => {
        throw new Error('503');
      };
      return;
    case 'mend-writes':
      world.controlPlane.beforeWrite = () => {};
      return;
    default:
      world.time += step.days * 86_400_000;
      world.sync();
  }
}

async function find(
  world: AccessWorld,
  step: { dag: string; to: string },
  states: any,
): Promise<string> {
  const [record] = (await world.context.store.all({ states })).filter(
    item =>
      item.resolved.dags[0].dagId === step.dag &&
      item.resolved.targets[0].name === step.to,
  );
  if (!record)
    throw Object.assign(new Error('nothing to do'), { name: 'NotFoundError' });
  return record.id;
}

/** What the control plane allows of the pairs that grants can be about. */
function allowed(world: AccessWorld): string[] {
  return SOURCES.flatMap(dag =>
    TARGETS.filter(to => world.allows(dag, to)).map(to => `${dag} ${to}`),
  );
}

describe('after any sequence of actions, once reconciled', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it.each([
    ['rules', () => plainMesh()],
    [
      'a shared TrafficPermission',
      () =>
        legacyMesh(WORKLOADS, [
          trafficPermission('theirs', ['ledger'], 'payments'),
        ]),
    ],
  ] as const)(
    'our permissions allow exactly the union of active grants: %s',
    async (_name, snapshot) => {
      const knex: Knex = await migrated(databases, 'SQLITE_3');
      await fc.assert(
        fc.asyncProperty(
          fc.array(stepArbitrary, { minLength: 3, maxLength: 25 }),
          async steps => {
            await knex('access_policies').delete();
            await knex('access_requests').delete();
            await knex('access_leases').delete();
            const world = new AccessWorld(knex, {}, snapshot());
            for (const step of steps) {
              await perform(world, step).catch(error => {
                if (
                  !['NotFoundError', 'ConflictError', 'InputError'].includes(
                    error.name,
                  )
                )
                  throw error;
              });
            }
            world.controlPlane.beforeWrite = () => {};
            await world.settle(8);

            const records = await world.context.store.all({});
            const live = records.filter(record => record.state === 'active');
            // Nothing is left half-way, but what says that it was held back:
            // it would take access from somebody since the mesh changed.
            expect(
              records.filter(
                record =>
                  ['applying', 'removing'].includes(record.state) &&
                  !record.error?.startsWith('Not applied'),
              ),
            ).toEqual([]);
            expect(allowed(world)).toEqual(
              SOURCES.flatMap(dag =>
                TARGETS.filter(to =>
                  live.some(
                    record =>
                      record.resolved.dags[0].dagId === dag &&
                      record.resolved.targets[0].name === to,
                  ),
                ).map(to => `${dag} ${to}`),
              ),
            );
            // Nobody else's access was touched: theirs says what ledger may.
            const evaluator = createEvaluator(world.controlPlane.snapshot);
            const theirs = world.controlPlane.snapshot.trafficPermissions.find(
              policy => policy.name === 'theirs',
            );
            const ledger = evaluator.evaluateService(
              evaluator.identityOf('ledger'),
              { kind: 'MeshService', name: 'payments', port: 80 },
            );
            expect(ledger.verdict.enforced).toBe(
              (theirs?.sources as unknown[] | undefined)?.length
                ? 'allow'
                : 'deny',
            );
          },
        ),
        { numRuns: RUNS },
      );
    },
  );
});
