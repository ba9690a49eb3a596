import {
  AccessCampaignNotice,
  AccessCampaignReviewer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { DataColumn, DataTable, TimeAgo } from '../components';

const columns: DataColumn<AccessCampaignReviewer>[] = [
  {
    title: 'Reviewer',
    render: ({ ref }) => <EntityRefLink entityRef={ref} defaultKind="group" />,
  },
  {
    title: 'Answered',
    render: ({ grants, kept, ended }) =>
      `${kept + ended} of ${grants} (${kept} kept, ${ended} ended)`,
  },
  { title: 'Still to answer', render: ({ waiting }) => waiting },
  {
    title: 'Told',
    render: reviewer => <Notices of={reviewer} kind="started" />,
  },
  {
    title: 'Reminded',
    render: reviewer => <Notices of={reviewer} kind="reminded" />,
  },
];

/** How far each reviewer of a campaign is, and when they were told. */
export function CampaignReviewers(props: {
  reviewers: AccessCampaignReviewer[];
}) {
  return (
    <DataTable
      label="Reviewers"
      columns={columns}
      rows={props.reviewers}
      rowKey={({ ref }) => ref}
      empty="Nobody but who asked for these grants could review them. Give their services another owner."
    />
  );
}

function Notices(props: { of: AccessCampaignReviewer; kind: string }) {
  const notices = props.of.notices.filter(({ kind }) =>
    kind.startsWith(props.kind),
  );
  if (notices.length === 0) return <>–</>;
  return (
    <>
      {notices.map(notice => (
        <div key={notice.kind}>
          <Told notice={notice} />
        </div>
      ))}
    </>
  );
}

function Told(props: { notice: AccessCampaignNotice }) {
  const { at, sent } = props.notice;
  return (
    <>
      <TimeAgo at={at} />
      {!sent && ', but the notification did not get through'}
    </>
  );
}
