import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { AccessFigures } from '../store';
import { AccessEventName, AccessListener, StrayListener } from './AccessEvents';

const PREFIX = 'airflow_kuma.access';
const OUTCOMES: AccessEventName[] = [
  'created',
  'granted',
  'denied',
  'withdrawn',
  'lapsed',
  'ended',
];
const OVERDUE_MILLISECONDS = 15_000;

/** Figures for operators; none of them names a person, a DAG or a service. */
export function createMeter(
  metrics: MetricsService,
  figures: AccessFigures,
): { onRequest: AccessListener; onStray: StrayListener } {
  const requests = metrics.createCounter(`${PREFIX}.requests`, {
    description: 'Access requests by what became of them',
  });
  const decision = metrics.createHistogram(`${PREFIX}.time_to_decision`, {
    description: 'From request to its last decision',
    unit: 's',
  });
  const errors = metrics.createCounter(`${PREFIX}.driver_errors`, {
    description: 'Writes and removals that failed and are tried again',
  });
  const drift = metrics.createCounter(`${PREFIX}.drift`, {
    description:
      'Permissions that are not as grants say: changed, deleted, overruled, or of nobody',
  });
  metrics
    .createObservableGauge(`${PREFIX}.live_grants`, {
      description: 'Grants by state',
    })
    .addCallback(async result => {
      const counts = await figures.counts();
      for (const state of [
        'pending',
        'scheduled',
        'applying',
        'active',
        'removing',
      ] as const) {
        result.observe(counts[state] ?? 0, { state });
      }
    });
  metrics
    .createObservableGauge(`${PREFIX}.overdue_removals`, {
      description:
        'Grants whose end is over and whose permission is not seen to be gone',
    })
    .addCallback(async result => {
      const before = new Date(Date.now() - OVERDUE_MILLISECONDS).toISOString();
      result.observe(await figures.countOverdue(before));
    });

  const onRequest: AccessListener = (name, record) => {
    if (OUTCOMES.includes(name)) {
      requests.add(1, { outcome: name, break_glass: record.breakGlass });
    }
    if (name === 'granted' || name === 'denied') {
      const last = record.decisions[record.decisions.length - 1];
      if (last) {
        decision.record(
          (Date.parse(last.at) - Date.parse(record.requestedAt)) / 1000,
          {
            outcome: name,
          },
        );
      }
    }
    if (name === 'failed') errors.add(1, { driver: record.driver ?? 'none' });
    if (name === 'drifted')
      drift.add(1, { what: record.drift?.what ?? 'changed' });
  };
  return { onRequest, onStray: () => drift.add(1, { what: 'nobody' }) };
}
