import { AirflowUser } from '../airflow/types';

/** Who may log in to the demo instances. Demo data, demo passwords. */
export const demoUsers: AirflowUser[] = [
  {
    username: 'portal',
    password: 'demo-portal',
    role: 'viewer',
    readsAuditLogs: true,
  },
  { username: 'demo-dag-author', password: 'demo', role: 'user' },
  { username: 'demo-operator', password: 'demo', role: 'op' },
  { username: 'demo-admin', password: 'demo', role: 'admin' },
];
