import {
  AccessRequest,
  capitalized,
  durationInWords,
  UNTIL_REVOKED,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ReactNode } from 'react';
import {
  EntityNames,
  ExternalLink,
  Facts,
  Section,
  TimeAgo,
} from '../components';
import { AccessStateChips } from './AccessStateChips';
import { Actor } from './Actor';
import { AskAgain } from './AskAgain';
import { EndPoint } from './EndPoint';
import { extensionEnd } from './extensionEnd';
import { guardrailInWords } from './guardrailInWords';
import { RequestLink } from './RequestLink';
import { SourceOwners } from './SourceOwners';

/** Who asked for what, why and until when. */
export function RequestOverview(props: { request: AccessRequest }) {
  const { request } = props;
  return (
    <Section
      title={`${request.sourceName} → ${request.destinationName}`}
      action={<AskAgain request={request} />}
    >
      <Facts
        onlyKnown
        facts={[
          { label: 'State', value: <AccessStateChips request={request} /> },
          { label: 'Progress', value: request.progress },
          {
            label: 'From',
            value: <EndPoint end={request.source} name={request.sourceName} />,
          },
          {
            label: 'To',
            value: (
              <EndPoint
                end={request.destination}
                name={request.destinationName}
              />
            ),
          },
          { label: 'Mesh', value: `${request.controlPlane} / ${request.mesh}` },
          {
            label: 'Requester',
            value: (
              <EntityNames
                entities={[request.requester, ...request.onBehalfOf]}
              />
            ),
          },
          {
            label: 'Owner of the source',
            value: request.sourceOwners && (
              <SourceOwners owners={request.sourceOwners} />
            ),
          },
          { label: 'Reason', value: request.reason },
          {
            label: 'Ticket',
            value: request.ticket && (
              <ExternalLink url={request.ticket} text={request.ticket} />
            ),
          },
          { label: 'Asked', value: <TimeAgo at={request.requestedAt} /> },
          { label: 'Starts', value: startOf(request) },
          {
            label: request.extends ? 'Longer by' : 'For',
            value: durationInWords(request.duration),
          },
          {
            label: request.endedAt ? 'Ended' : 'Ends',
            value: endOf(request),
          },
          { label: 'How it ended', value: howItEnded(request) },
          {
            label: 'Guardrail',
            value: guardrailInWords(request.guardrail),
          },
          {
            label: 'Extends',
            value: request.extends && (
              <RequestLink
                request={{
                  id: request.extends,
                  sourceName: request.sourceName,
                  destinationName: request.destinationName,
                }}
              />
            ),
          },
          {
            label: 'Extended by',
            value: request.extendedBy && (
              <RequestLink
                request={{
                  id: request.extendedBy,
                  sourceName: request.sourceName,
                  destinationName: request.destinationName,
                }}
              />
            ),
          },
          { label: 'Policy', value: policyOf(request) },
          {
            label: 'Applied by',
            value: request.appliedBy && <Actor actor={request.appliedBy} />,
          },
          {
            label: 'Applied',
            value: request.appliedAt && <TimeAgo at={request.appliedAt} />,
          },
          {
            label: 'Active since',
            value: request.activeSince && <TimeAgo at={request.activeSince} />,
          },
          {
            label: 'Without a gap since',
            value: request.heldSince &&
              request.heldSince !== request.activeSince && (
                <TimeAgo at={request.heldSince} />
              ),
          },
          { label: 'Confirmed', value: request.confirmation },
        ]}
      />
    </Section>
  );
}

function startOf({ start, state }: AccessRequest): ReactNode {
  if (start) return <TimeAgo at={start} exact />;
  return state === 'pending' ? 'when approved' : undefined;
}

function endOf({
  end,
  endedAt,
  duration,
  extendsEnd,
  state,
}: AccessRequest): ReactNode {
  const at = endedAt ?? end;
  if (at && !(extendsEnd && !endedAt)) return <TimeAgo at={at} exact />;
  if (extendsEnd) {
    const next =
      end ?? extensionEnd(extendsEnd, duration, new Date().toISOString());
    return (
      <>
        <TimeAgo at={extendsEnd} exact />
        {state === 'pending' ? ', and after approval ' : ' before, now '}
        {next ? <TimeAgo at={next} exact /> : 'when revoked'}
      </>
    );
  }
  return duration === UNTIL_REVOKED ? 'when revoked' : undefined;
}

function howItEnded({ endReason, endedBy }: AccessRequest): ReactNode {
  if (!endReason) return undefined;
  return (
    <>
      {capitalized(endReason)}
      {endedBy && (
        <>
          {' – by '}
          <Actor actor={endedBy} />
        </>
      )}
    </>
  );
}

function policyOf({ policy, driver }: AccessRequest): string | undefined {
  if (!driver) return policy;
  return policy
    ? `${policy}, through ${driver}`
    : `would be written through ${driver}`;
}
