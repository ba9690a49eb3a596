import { GraphAnswer } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { makeStyles } from '@material-ui/core/styles';
import {
  degreesOf,
  describeEdge,
  describeGraph,
  describeNode,
  labelsOf,
} from './canvas/describe';

const useStyles = makeStyles({
  hidden: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
    whiteSpace: 'nowrap',
  },
});

/** Tells a screen reader what was selected, and when the picture changed. */
export function Announcer(props: { answer: GraphAnswer; selected?: string }) {
  const classes = useStyles();
  return (
    <div className={classes.hidden} role="status" aria-live="polite">
      {announcement(props.answer, props.selected)}
    </div>
  );
}

/** The sentence to read out. */
export function announcement(answer: GraphAnswer, selected?: string): string {
  const node = answer.nodes.find(({ id }) => id === selected);
  if (node) return `Selected: ${describeNode(node, degreesOf(answer))}`;
  const edge = answer.edges.find(({ id }) => id === selected);
  if (edge) return `Selected: ${describeEdge(edge, labelsOf(answer.nodes))}`;
  return `Graph: ${describeGraph(answer)}`;
}
