import {
  AccessAnswers,
  AccessRequest,
  capitalized,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Facts, LoadBoundary, Section, TimeAgo } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { Actor } from './Actor';
import { LastUse } from './LastUse';
import { RequestRuns } from './RequestRuns';

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
    <>
      <Section title="Questions of an audit">
        <LoadBoundary loaded={loaded} what="the answers">
          {answers => <Answers answers={answers} request={request} />}
        </LoadBoundary>
      </Section>
      <RequestRuns request={request} />
    </>
  );
}

function Answers(props: { answers: AccessAnswers; request: AccessRequest }) {
  const { answers, request } = props;
  const { ended } = answers;
  return (
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
              <LastUse request={{ ...request, lastUsed: answers.lastUsed }} />
              <div>{answers.lastUsedReason}</div>
            </>
          ),
        },
        {
          label: 'Why did it end?',
          value: ended ? (
            <>
              <div>{capitalized(ended.reason)}</div>
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
  );
}

/** Why a grant has no approval. */
function unapprovedBecause({ breakGlass, guardrail }: AccessRequest): string {
  if (breakGlass) return 'Nobody: the glass was broken';
  return guardrail?.outcome === 'allow'
    ? `Nobody: guardrail “${guardrail.name}” lets it through`
    : 'Nobody: no approval was needed';
}
