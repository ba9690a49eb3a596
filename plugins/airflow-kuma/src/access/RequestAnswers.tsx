import {
  AccessAnswers,
  AccessRequest,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  DataColumn,
  DataTable,
  ExternalLink,
  Facts,
  LoadBoundary,
  Section,
  StatusChip,
  TimeAgo,
  runStateLook,
} from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { Actor } from './Actor';

type Run = AccessAnswers['runs'][number];

const columns: DataColumn<Run>[] = [
  { title: 'DAG', render: run => <EntityRefLink entityRef={run.dag} /> },
  {
    title: 'Run',
    render: run => <ExternalLink url={run.uiUrl} text={run.runId} />,
  },
  {
    title: 'Outcome',
    render: run => <StatusChip {...runStateLook(run.state)} />,
  },
  {
    title: 'Triggered by',
    render: run => run.user ?? run.triggeredBy ?? run.runType,
  },
  { title: 'Identity', render: run => run.identity.join(', ') || '–' },
  { title: 'Started', render: run => <TimeAgo at={run.start} /> },
];

/** What an auditor asks of a grant that was ever live. */
export function RequestAnswers(props: { request: AccessRequest }) {
  const { request } = props;
  const api = useApiClient();
  const wasLive =
    request.appliedAt !== undefined || request.activeSince !== undefined;
  const loaded = useLoad(
    signal => api.requestAnswers(request.id, signal),
    `answers ${request.id} ${request.state}`,
    { skip: !wasLive },
  );
  if (!wasLive) return null;
  return (
    <Section title="Questions of an audit">
      <LoadBoundary loaded={loaded} what="the answers">
        {answers => <Answers answers={answers} request={request} />}
      </LoadBoundary>
    </Section>
  );
}

function Answers(props: { answers: AccessAnswers; request: AccessRequest }) {
  const { answers, request } = props;
  const { ended } = answers;
  return (
    <>
      <Facts
        facts={[
          {
            label: 'Who approved it?',
            value: answers.approvedBy.length
              ? answers.approvedBy.map(decision => (
                  <div key={decision.by}>
                    <EntityRefLink entityRef={decision.by} defaultKind="user" />
                    {`: ${decision.rationale}`}
                  </div>
                ))
              : unapprovedBecause(request),
          },
          {
            label: 'When was it last used?',
            value: (
              <>
                {answers.lastUsed && <TimeAgo at={answers.lastUsed} />}
                <div>{answers.lastUsedReason}</div>
              </>
            ),
          },
          {
            label: 'Why did it end?',
            value: ended ? (
              <>
                <div>{sentence(ended.reason)}</div>
                <TimeAgo at={ended.at} exact />
                {', by '}
                <Actor actor={ended.by} />
              </>
            ) : (
              'It has not ended'
            ),
          },
        ]}
      />
      <Typography variant="subtitle1" component="h3" style={{ marginTop: 16 }}>
        Who ran what with it?
      </Typography>
      <DataTable
        label="Runs while the grant was active"
        columns={columns}
        rows={answers.runs}
        rowKey={run => `${run.dag} ${run.runId}`}
        empty="No run of the source's DAGs fell into the time of the grant."
      />
      {answers.moreRuns > 0 && (
        <Typography variant="body2">{`and ${answers.moreRuns} more runs`}</Typography>
      )}
    </>
  );
}

/** Why a grant has no approval. */
function unapprovedBecause({ breakGlass, guardrail }: AccessRequest): string {
  if (breakGlass) return 'Nobody: the glass was broken';
  return guardrail?.outcome === 'allow'
    ? `Nobody: guardrail “${guardrail.name}” lets it through`
    : 'Nobody: no approval was needed';
}

/** Reasons are kept as clauses. */
function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en') + text.slice(1);
}
