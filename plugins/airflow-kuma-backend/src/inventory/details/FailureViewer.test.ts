import { DagRun } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  calls,
  dag,
  graphFacts,
  runsAs,
  service,
} from '../../graph/__testUtils__/facts';
import { dataplane, meshService } from '../../graph/__testUtils__/resources';
import { buildEdges } from '../../graph/edges/buildEdges';
import { FailureStore, StoredFailure } from '../../sync/failures/FailureStore';
import { FailureViewer } from './FailureViewer';

const payments = service('payments');
const ledger = service('ledger');
const run: DagRun = {
  instance: 'prod',
  dagId: 'orders',
  runId: 'a',
  state: 'failed',
  runType: 'scheduled',
  uiUrl: '',
};

async function show(
  failure: StoredFailure,
  options: { declares?: string[]; visible?: (typeof payments)[] } = {},
) {
  const orders = dag('orders', calls(...(options.declares ?? ['payments'])));
  const services = options.visible ?? [payments, ledger];
  const edges = buildEdges(
    graphFacts({
      dags: [orders],
      services,
      identities: new Map([[orders.ref, runsAs('airflow-orders')]]),
      snapshot: {
        dataplanes: [dataplane('payments'), dataplane('ledger')],
        meshServices: [meshService('payments'), meshService('ledger')],
      },
    }),
  );
  const store = {
    ofRuns: async () => new Map([['a', [failure]]]),
  } as unknown as FailureStore;
  const [shown] = await new FailureViewer(store).show([run], {
    dag: orders,
    edges,
    services,
  });
  return shown.failures?.[0];
}

describe('FailureViewer', () => {
  it('names the service that the host is of, and not the host', async () => {
    const failure = await show({
      taskId: 'charge',
      class: 'forbidden',
      host: 'ledger.svc.mesh.local',
    });
    expect(failure).toEqual({
      taskId: 'charge',
      class: 'forbidden',
      service: ledger.ref,
    });
  });

  it('takes the one edge that is refused where the log names no host', async () => {
    const failure = { taskId: 'charge', class: 'forbidden' } as const;
    expect((await show(failure))?.service).toBe(payments.ref);
    expect(
      (await show(failure, { declares: ['payments', 'ledger'] }))?.service,
    ).toBeUndefined();
  });

  it('gives no hint of what the caller may not see', async () => {
    const failure = await show(
      { taskId: 'charge', class: 'reset', host: 'payments.svc.mesh.local' },
      { visible: [ledger] },
    );
    expect(JSON.stringify(failure)).not.toContain('payments');
  });
});
