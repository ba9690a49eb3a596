import { GraphAnswer } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { EdgeCountChips, counted } from '../components';

/** What the picture stands for, and what it leaves out: nothing silently. */
export function HiddenCounts(props: { answer: GraphAnswer }) {
  const { totals, hidden, permittedOnly } = props.answer;
  return (
    <Typography variant="body2" component="div">
      {[
        counted(totals.dags, 'DAG'),
        counted(totals.services, 'service'),
        `${counted(totals.edges, 'dependency', 'dependencies')}: `,
      ].join(', ')}
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
        <div>{`${permittedOnly} more pairs are permitted without anybody declaring, using or having asked for them; they are counted, not drawn.`}</div>
      )}
    </Typography>
  );
}

/** `3 nodes and 1 edge`, without what is zero. */
export function hiddenText(nodes: number, edges: number): string {
  const count = (value: number, word: string) =>
    value > 0 && `${value} ${word}${value === 1 ? '' : 's'}`;
  return (
    [count(nodes, 'node'), count(edges, 'edge')]
      .filter(Boolean)
      .join(' and ') || 'nothing'
  );
}
