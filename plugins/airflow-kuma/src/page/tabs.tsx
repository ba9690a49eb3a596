import { ReactElement } from 'react';

/** A tab of the page: the same in the new and the old frontend system. */
export type PageTab = {
  path: string;
  title: string;
  load: () => Promise<ReactElement>;
};

/** Tabs of the Airflow × Kuma page, in order. */
export const PAGE_TABS: PageTab[] = [
  {
    path: 'dags',
    title: 'DAGs',
    load: async () => {
      const { DagsPage } = await import('../dags/DagsPage');
      return <DagsPage />;
    },
  },
  {
    path: 'services',
    title: 'Services',
    load: async () => {
      const { ServicesPage } = await import('../services/ServicesPage');
      return <ServicesPage />;
    },
  },
  {
    path: 'graph',
    title: 'Graph',
    load: async () => {
      const { GraphPage } = await import('../graph/GraphPage');
      return <GraphPage />;
    },
  },
  {
    path: 'explain',
    title: 'Explain',
    load: async () => {
      const { ExplainPage } = await import('../explain/ExplainPage');
      return <ExplainPage />;
    },
  },
  {
    path: 'access',
    title: 'Access',
    load: async () => {
      const { AccessPage } = await import('../access/AccessPage');
      return <AccessPage />;
    },
  },
  {
    path: 'audit',
    title: 'Audit',
    load: async () => {
      const { AuditPage } = await import('../audit/AuditPage');
      return <AuditPage />;
    },
  },
  {
    path: 'readiness',
    title: 'Ready for 3.0',
    load: async () => {
      const { ReadinessPage } = await import('../readiness/ReadinessPage');
      return <ReadinessPage />;
    },
  },
  {
    path: 'sources',
    title: 'Sources',
    load: async () => {
      const { SourcesPage } = await import('../sources/SourcesPage');
      return <SourcesPage />;
    },
  },
];

/** What the page is called. */
export const PAGE_TITLE = 'Airflow × Kuma';
