import { AirflowAuth, AirflowClient, createAirflowClient } from '../airflow';
import { recorded, recordedItems } from './recorded';
import { Seen, startUpstream, Upstream } from './startUpstream';

export type DagRow = { dag_id: string };

/** Pages a recorded list like Airflow 3.3 does: never more than a hundred. */
export function paged(rows: () => unknown[], list: string) {
  return (seen: Seen) => {
    const limit = Math.min(Number(seen.query.limit ?? 50), 100);
    const offset = Number(seen.query.offset ?? 0);
    return {
      body: {
        [list]: rows().slice(offset, offset + limit),
        total_entries: rows().length,
      },
    };
  };
}

/** All DAGs of the recorded Airflow 3.3.2, more than one page of them. */
export const allDags = () => [
  ...recordedItems<DagRow>('airflow-3.3.2', 'dags-with-stale-page-1', 'dags'),
  ...recordedItems<DagRow>('airflow-3.3.2', 'dags-with-stale-page-2', 'dags'),
];

/** User and password that the recorded Airflow knows. */
export const password: AirflowAuth = {
  type: 'password',
  username: 'reader',
  password: 'reader-password',
};

/** For each test an upstream that is either generation of Airflow, and clients of it. */
export function setUpAirflow() {
  let upstream: Upstream;
  const clock = { now: 0 };
  beforeEach(async () => {
    upstream = await startUpstream();
    clock.now = Date.now();
  });
  afterEach(() => upstream.stop());
  return {
    get upstream() {
      return upstream;
    },
    /** What the clients take for the time. */
    clock,
    /** What was asked so far, e.g. `GET /api/v2/dags`. */
    lines: () => upstream.seen.map(seen => seen.line),
    v2: (system = 'airflow-3.3.2') =>
      upstream.on(
        'GET /api/v2/version',
        recorded(system, 'get_api_v2_version'),
      ),
    v1: () =>
      upstream
        .on('GET /api/v2/version', recorded('airflow-2.11.2', 'v2-version-404'))
        .on(
          'GET /api/v1/version',
          recorded('airflow-2.11.2', 'get_api_v1_version'),
        ),
    /** Recorded answers of a system, by what is asked. */
    answer(system: string, answers: Record<string, string>) {
      for (const [line, name] of Object.entries(answers)) {
        upstream.on(line, recorded(system, name));
      }
    },
    client: (
      auth: AirflowAuth = { type: 'none' },
      more?: { timeoutMilliseconds?: number },
    ): AirflowClient =>
      createAirflowClient(
        {
          name: 'test',
          baseUrl: upstream.url,
          uiUrl: upstream.url,
          auth,
          maxConcurrentRequests: 4,
          timeoutMilliseconds: 4_000,
          ...more,
        },
        { retryDelay: () => 1, now: () => clock.now },
      ),
  };
}
