import {
  DeclarationEvidence,
  isIdentity,
  ObservedFacet,
  PermittedFacet,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Block from '@material-ui/icons/Block';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import LockOpen from '@material-ui/icons/LockOpen';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import Typography from '@material-ui/core/Typography';
import { StatusChip, StatusLook, TimeAgo } from '../components';

/** Where a declaration is written, in words. */
export const DECLARED_VIA: Record<DeclarationEvidence['via'], string> = {
  inlet: 'inlet',
  tag: 'tag',
  doc: 'front matter',
};

/** How the permitted outcomes look. */
export const OUTCOMES: Record<PermittedFacet['outcome'], StatusLook> = {
  allow: { tone: 'ok', icon: CheckCircleOutline, label: 'Allowed' },
  deny: { tone: 'error', icon: Block, label: 'Denied' },
  'not-enforced': { tone: 'warning', icon: LockOpen, label: 'Not enforced' },
  unknown: { tone: 'neutral', icon: HelpOutline, label: 'Unknown' },
};

const OBSERVED: Record<ObservedFacet['outcome'], StatusLook> = {
  seen: { tone: 'ok', icon: CheckCircleOutline, label: 'Seen' },
  denied: { tone: 'error', icon: Block, label: 'Refused' },
  silent: { tone: 'neutral', icon: RemoveCircleOutline, label: 'Nothing seen' },
  'not-known': { tone: 'neutral', icon: HelpOutline, label: 'Not known' },
};

/** How a DAG came to declare a service. */
export function DeclaredFacetText(props: { declared: DeclarationEvidence[] }) {
  if (props.declared.length === 0) return <>Not declared</>;
  return (
    <>
      {/* Several DAGs of one identity may declare it in the same words. */}
      {[
        ...new Map(props.declared.map(each => [keyOf(each), each])).values(),
      ].map(evidence => (
        <Typography key={keyOf(evidence)} variant="body2">
          {DECLARED_VIA[evidence.via]} <code>{evidence.text}</code>
          {evidence.taskId && ` in task ${evidence.taskId}`}
        </Typography>
      ))}
    </>
  );
}

function keyOf({ via, text, taskId }: DeclarationEvidence): string {
  return `${via} ${text} ${taskId}`;
}

/** What a denied call lacks, at which end. */
const LACKS: Record<NonNullable<PermittedFacet['lacks']>, string> = {
  permission: 'no permission',
  'way-out': 'no way out of its proxy',
  both: 'neither a permission nor a way out of its proxy',
};

/** What the mesh lets through at both ends, and where intent and enforcement differ. */
export function PermittedFacetText(props: { permitted: PermittedFacet }) {
  const { permitted } = props;
  return (
    <>
      <StatusChip
        {...OUTCOMES[permitted.outcome]}
        explanation={permitted.reason}
      />
      {permitted.lacks && (
        <Typography variant="caption" component="div">
          {LACKS[permitted.lacks]}
        </Typography>
      )}
      {!permitted.asIntended && <NotAsIntended />}
      {permitted.ports.some(port => !port.agree) && (
        <Typography variant="caption" component="div">
          Proxies of this service disagree.
        </Typography>
      )}
    </>
  );
}

/** Says that what is written is not what happens. */
export function NotAsIntended() {
  return (
    <StatusChip
      tone="warning"
      icon={LockOpen}
      label="Not as written"
      explanation="What the policies say and what Envoy enforces differ here. Explain shows both."
    />
  );
}

/** What telemetry saw; always of the identity, never of the DAG alone. */
export function ObservedFacetText(props: { observed: ObservedFacet }) {
  const { observed } = props;
  const told = observed.toldAt !== undefined;
  // One call is one fact: its figures stand where it is told.
  const figures = told ? undefined : observedFigures(observed);
  return (
    <>
      <StatusChip
        {...OBSERVED[observed.outcome]}
        explanation={observed.reason}
      />
      {figures && (
        <Typography variant="caption" component="div">
          {figures}
        </Typography>
      )}
      {observed.lastSeen && (
        <Typography variant="caption" component="div">
          last let through <TimeAgo at={observed.lastSeen} />
        </Typography>
      )}
      {observed.lastDenied && (
        <Typography variant="caption" component="div">
          last refused <TimeAgo at={observed.lastDenied} />
        </Typography>
      )}
      {observed.sharedBy > 1 && observed.outcome !== 'not-known' && (
        <Typography variant="caption" component="div">
          {`from this identity, shared by ${counted(observed.sharedBy, 'DAG')}`}
          {told &&
            `; counted once, ${
              isIdentity(observed.toldAt ?? '')
                ? 'in the line of the identity'
                : 'at another DAG'
            }`}
        </Typography>
      )}
    </>
  );
}

/** Rate, errors and latency in one line; `undefined` without any. */
export function observedFigures(observed: ObservedFacet): string | undefined {
  const { rate, errorShare, p95Milliseconds } = observed;
  const parts = [
    rate !== undefined &&
      `${rate < 10 ? Math.round(rate * 100) / 100 : Math.round(rate)} calls/s`,
    errorShare !== undefined &&
      `${Math.round(errorShare * 1000) / 10} % errors`,
    p95Milliseconds !== undefined && `p95 ${Math.round(p95Milliseconds)} ms`,
  ].filter(Boolean);
  return parts.length ? parts.join(', ') : undefined;
}
