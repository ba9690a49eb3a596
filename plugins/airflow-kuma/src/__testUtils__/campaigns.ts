import { AccessCampaign } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Open, with two grants that wait. */
export const campaign: AccessCampaign = {
  id: 'c1',
  title: 'Q4',
  createdBy: 'user:default/admin',
  createdAt: '2026-11-23T00:00:00Z',
  deadline: '2026-12-07T00:00:00Z',
  unanswered: 'end',
  filter: {},
  state: 'open',
  total: 3,
  kept: 1,
  ended: 0,
  open: 2,
};
