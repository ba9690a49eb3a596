import {
  GraphEdge,
  PermittedFacet,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import History from '@material-ui/icons/History';
import { DateTime } from 'luxon';
import { counted, StatusChip } from '../components';

const NOW: Partial<Record<PermittedFacet['outcome'], string>> = {
  allow: 'allowed now',
  'not-enforced': 'passes now',
};

function utcTime(iso: string): string {
  return DateTime.fromISO(iso, { zone: 'utc' }).toFormat('HH:mm');
}

/**
 * What was refused within the hours that are asked for, in words, also where it
 * is let through by now; `undefined` where nobody asks, or where the state says it.
 */
export function deniedInWords({
  denied,
  edge,
  state,
  total,
}: Pick<GraphEdge, 'denied' | 'edge' | 'state' | 'total'>): string | undefined {
  if (!denied) return undefined;
  const what = total > 1 ? `${counted(denied.count, 'edge')} denied` : 'denied';
  const now = edge && NOW[edge.permitted.outcome];
  return [`${what} at ${utcTime(denied.last)} UTC`, state !== 'blocked' && now]
    .filter(Boolean)
    .join(', ');
}

/** The same in two words, for where there is little room. */
export function deniedInShort({
  denied,
}: Pick<GraphEdge, 'denied'>): string | undefined {
  return denied && `denied ${utcTime(denied.last)}`;
}

/** The same as a chip. */
export function DeniedChip(props: { edge: GraphEdge }) {
  const words = deniedInWords(props.edge);
  if (!words) return null;
  return (
    <StatusChip
      tone="error"
      icon={History}
      label={words}
      explanation="Access logs saw calls refused in the time that is asked for."
    />
  );
}
