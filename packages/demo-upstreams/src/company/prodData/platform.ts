import { callsTo, DagSpec } from '../dagBuilder';

/** DAGs of the demo company's platform team on `prod-data`, odd names among them. Demo data. */
export const platform: DagSpec[] = [
  {
    dagId: 'data_quality_checks',
    description: 'Runs on the default queue, outside the mesh.',
    owner: 'platform',
    cron: '40 * * * *',
    calls: callsTo('inlet', 'orders'),
  },
  {
    dagId: 'catalog_export',
    owner: 'platform',
    cron: '0 0 * * *',
    calls: callsTo('tag', 'object-store'),
  },
  {
    dagId: 'träume-Ω.Ünicode_1',
    displayName: 'Träume',
    owner: ['Team Odd', 'odd@example.com'],
    moreTags: ['with space', 'a/b & c', 'Ünïcode…'],
  },
  {
    dagId: `monthly.Statement-Export_${'x'.repeat(250 - 25)}`,
    displayName: 'A DAG with an id of 250 characters',
    owner: 'platform',
  },
  { dagId: '-leading.dash', owner: 'platform' },
  {
    dagId: 'daily_report',
    displayName: 'Daily report',
    description: 'There is a DAG of the same name in legacy-batch.',
    owner: 'platform',
    cron: '0 6 * * *',
    calls: callsTo('inlet', 'object-store'),
  },
];
