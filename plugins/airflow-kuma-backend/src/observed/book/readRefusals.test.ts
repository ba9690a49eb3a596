import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseIds, migrated } from '../../access/__testUtils__/databases';
import { service } from '../../graph/__testUtils__/facts';
import { spiffe } from '../../graph/__testUtils__/resources';
import { CallStore } from '../logs/CallStore';
import { CallAggregate, HOUR_MS, LATENCY_BOUNDS } from '../logs/ObservedCall';
import { EndDirectory } from './EndDirectory';
import { readRefusals } from './readRefusals';

jest.setTimeout(60_000);

const at = Date.parse('2026-11-23T12:00:00Z');
const payments = service('payments');
const directory = new EndDirectory(
  [payments],
  [
    {
      controlPlane: 'eu',
      mesh: 'default',
      name: 'payments',
      labels: { 'kuma.io/workload': 'payments' },
      status: 'online',
      uriSans: [],
    },
  ],
);

function call(hoursAgo: number, more?: Partial<CallAggregate>): CallAggregate {
  const seen = at - hoursAgo * HOUR_MS;
  return {
    controlPlane: 'eu',
    mesh: 'default',
    caller: spiffe('orders'),
    destination: 'payments',
    verdict: 'denied',
    policy: '',
    hour: Math.floor(seen / HOUR_MS),
    count: 2,
    firstSeen: seen,
    lastSeen: seen,
    minutes: [0, 0],
    latencies: new Array(LATENCY_BOUNDS.length + 1).fill(0),
    ...more,
  };
}

describe('readRefusals', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  describe.each(databases.eachSupportedId())('%s', id => {
    async function read(calls: CallAggregate[]) {
      const store = new CallStore(await migrated(databases, id));
      await store.add(calls, 1000);
      return readRefusals({ service: payments, directory, store, at });
    }

    it('adds up the hours of the last day, by caller and policy', async () => {
      const { logged, loggedSince, since } = await read([
        call(1),
        call(5),
        call(30),
        call(2, { policy: 'no-orders' }),
        call(2, { verdict: 'allowed' }),
        call(2, { destination: 'ledger' }),
        call(2, { controlPlane: 'us' }),
      ]);
      expect(since).toBe('2026-11-22T12:00:00.000Z');
      expect(loggedSince).toBe(since);
      expect(logged).toEqual([
        {
          caller: spiffe('orders'),
          policy: '',
          count: 4,
          lastDenied: at - HOUR_MS,
        },
        {
          caller: spiffe('orders'),
          policy: 'no-orders',
          count: 2,
          lastDenied: at - 2 * HOUR_MS,
        },
      ]);
    });

    it('says since when logs tell, where they began within the day', async () => {
      const { loggedSince } = await read([
        call(2),
        call(3, { verdict: 'allowed' }),
        call(20, { destination: 'ledger' }),
      ]);
      expect(loggedSince).toBe('2026-11-23T09:00:00.000Z');
    });

    it('knows that nobody was refused where logs arrived', async () => {
      const answer = await read([call(2, { verdict: 'allowed' })]);
      expect(answer.logged).toEqual([]);
      expect(answer.notKnown).toEqual([
        'No Prometheus is configured, so nothing is counted.',
      ]);
    });

    it('does not take missing logs for missing refusals', async () => {
      const answer = await read([call(30)]);
      expect(answer.logged).toBeUndefined();
      expect(answer.notKnown).toContainEqual(
        expect.stringMatching(/who was refused is not known/),
      );
    });
  });
});
