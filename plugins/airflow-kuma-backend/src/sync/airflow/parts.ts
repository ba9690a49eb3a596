import { PartName } from '../parts/ReadParts';

const readOn = (resource: string) =>
  `Give our account the permission “can read on ${resource}”.`;

/**
 * The parts of an instance, with the right that each needs, by Airflow's names
 * of it. Only the list of DAGs is obligatory.
 */
export const PARTS = {
  version: { name: 'version', advice: 'Let our account read its version.' },
  dags: { name: 'DAGs', advice: readOn('DAGs') },
  importErrors: { name: 'import errors', advice: readOn('ImportError') },
  assets: { name: 'assets', advice: readOn('Assets') },
  dependencies: {
    name: 'DAG dependencies',
    advice: readOn('DAG Dependencies'),
  },
  versions: { name: 'DAG versions', advice: readOn('DAG Versions') },
  details: { name: 'details of DAGs', advice: readOn('DAGs') },
  tasks: { name: 'tasks of DAGs', advice: readOn('Task Instances') },
  runsOfNew: { name: 'runs of new DAGs', advice: readOn('DAG Runs') },
  runs: { name: 'runs', advice: readOn('DAG Runs') },
} as const satisfies Record<string, PartName>;
