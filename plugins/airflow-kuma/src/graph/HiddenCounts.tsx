import {
  GraphAnswer,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { EdgeCountChips } from '../components';
import { totalsInWords } from './totalsInWords';

/** What the picture stands for, and what it leaves out: nothing silently. */
export function HiddenCounts(props: { answer: GraphAnswer }) {
  const { totals, hidden, permittedOnly } = props.answer;
  return (
    <Typography variant="body2" component="div">
      {`${totalsInWords(totals)}: `}
      <EdgeCountChips counts={totals.states} />
      {hidden.map(({ nodes, edges, reason }) => (
        <div key={reason}>{`Not drawn: ${hiddenText(
          nodes,
          edges,
        )}, ${reason}.`}</div>
      ))}
      {permittedOnly === undefined && (
        <div>Pairs that are merely permitted are still being counted.</div>
      )}
      {permittedOnly !== undefined && permittedOnly > 0 && (
        <div>{`${counted(
          permittedOnly,
          'more pair is',
          'more pairs are',
        )} permitted without anybody declaring, using or having asked for it: counted, not drawn.`}</div>
      )}
    </Typography>
  );
}

/** `3 nodes and 1 edge`, without what is zero. */
export function hiddenText(nodes: number, edges: number): string {
  return (
    [nodes > 0 && counted(nodes, 'node'), edges > 0 && counted(edges, 'edge')]
      .filter(Boolean)
      .join(' and ') || 'nothing'
  );
}
