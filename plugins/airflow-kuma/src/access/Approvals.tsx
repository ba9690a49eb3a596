import {
  AccessRequest,
  ApprovalSet,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import {
  EntityNames,
  PlainEmpty,
  Section,
  StatusChip,
  TimeAgo,
} from '../components';

/** Who has to approve, who has, and what was said. */
export function Approvals(props: { request: AccessRequest }) {
  const { approvals, decisions } = props.request;
  return (
    <Section title="Approvals">
      {approvals.length === 0 && (
        <PlainEmpty>{noApprovalBecause(props.request)}</PlainEmpty>
      )}
      {approvals.map(set => (
        <ApprovalSetLine key={set.title} set={set} />
      ))}
      {decisions.map(decision => (
        <Typography key={`${decision.by} ${decision.at}`} variant="body2">
          <EntityRefLink entityRef={decision.by} defaultKind="user" />
          {decision.decision === 'approve' ? ' approved ' : ' denied '}
          <TimeAgo at={decision.at} />
          {`: ${decision.rationale}`}
        </Typography>
      ))}
    </Section>
  );
}

function noApprovalBecause({ breakGlass, guardrail }: AccessRequest): string {
  if (breakGlass) {
    return 'None: break-glass opens without approval, and is reviewed after.';
  }
  return guardrail?.outcome === 'allow'
    ? `Guardrail “${guardrail.name}” lets this through without approval.`
    : 'No approval is needed.';
}

/** One set: how many of its approvers are needed and how many there are. */
export function ApprovalSetLine(props: { set: ApprovalSet }) {
  const { title, approvers, approvedBy, needed } = props.set;
  const done = approvedBy.length >= needed;
  return (
    <Typography variant="body2" gutterBottom component="div">
      <StatusChip
        tone={done ? 'ok' : 'warning'}
        icon={done ? CheckCircleOutline : HourglassEmpty}
        label={`${Math.min(approvedBy.length, needed)} of ${needed}`}
      />{' '}
      {title}
      {': '}
      <EntityNames entities={approvers} />
    </Typography>
  );
}
