import { AirflowVersion } from '../harness/AirflowServer';

const LONG = 'l'.repeat(250);

/** What a real Airflow has after it parsed its DAG folder. */
export type ExpectedAirflow = {
  version: AirflowVersion;
  api: 'v1' | 'v2';
  /** Name that it has in the portal's config. */
  instance: string;
  /** Ids that are hard to name. */
  odd: string[];
  /** How many DAGs there are. */
  dags: number;
};

export const expectedAirflows: ExpectedAirflow[] = [
  {
    version: '3.3.2',
    api: 'v2',
    instance: 'live-3',
    odd: ['Case', 'case', 'träume-Ω.1', '-leading', LONG],
    dags: 12,
  },
  {
    version: '2.11.2',
    api: 'v1',
    instance: 'live-2',
    odd: ['Case', 'case', 'traume-Omega.1', LONG],
    dags: 10,
  },
];
