import { DagSeed } from '../../airflow/types';
import { buildDag } from '../dagBuilder';
import { ai } from './ai';
import { customer } from './customer';
import { finance } from './finance';
import { platform } from './platform';

/** DAGs of the demo company's Airflow instance `prod-data` (3.3.2). Demo data. */
export const prodDataDags: DagSeed[] = [
  ...finance,
  ...customer,
  ...ai,
  ...platform,
].map(buildDag);

/** Files of `prod-data` that do not parse. */
export const prodDataImportErrors = [
  {
    file: 'finance/vat_returns.py',
    stackTrace:
      'Traceback (most recent call last):\n  File "<frozen importlib._bootstrap>", line 241, in _call_with_frames_removed\n  File "/opt/airflow/dags/finance/vat_returns.py", line 4, in <module>\n    from finance_shared import vat\nModuleNotFoundError: No module named \'finance_shared\'\n',
  },
  {
    file: 'customer/never_parsed.py',
    stackTrace:
      'Traceback (most recent call last):\n  File "/opt/airflow/dags/customer/never_parsed.py", line 1\n    with DAG(\n            ^\nSyntaxError: \'(\' was never closed\n',
  },
];
