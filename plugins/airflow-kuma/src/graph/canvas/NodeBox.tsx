import {
  EdgeCounts,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { makeStyles } from '@material-ui/core/styles';
import { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import {
  EDGE_STATES,
  EDGE_STATE_ORDER,
  useToneStyles,
} from '../../components/status';
import { sumCounts, worstInWords } from './groupWords';
import { NODE_ICONS } from './nodeIcons';

const useStyles = makeStyles(theme => ({
  box: {
    position: 'relative',
    boxSizing: 'border-box',
    width: '100%',
    height: '100%',
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 1),
    overflow: 'hidden',
    color: theme.palette.text.primary,
    background: theme.palette.background.paper,
    border: `1px solid ${theme.palette.text.hint}`,
    borderRadius: 4,
    cursor: 'pointer',
  },
  service: { borderRadius: 27 },
  'external-service': { borderRadius: 27, borderStyle: 'dashed' },
  identity: { borderRadius: 4, borderStyle: 'double', borderWidth: 3 },
  unresolved: { borderStyle: 'dotted' },
  group: { borderWidth: 2 },
  dag: {},
  open: {
    alignItems: 'flex-start',
    background: theme.palette.action.hover,
    borderStyle: 'dashed',
  },
  selected: { outline: `3px solid ${theme.palette.primary.main}` },
  words: { overflow: 'hidden', flexGrow: 1 },
  label: {
    fontSize: 14,
    lineHeight: 1.3,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  sublabel: {
    fontSize: 11,
    lineHeight: 1.3,
    color: theme.palette.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  // A group has room for two lines of it.
  states: {
    fontSize: 11,
    lineHeight: 1.2,
    color: theme.palette.text.secondary,
    display: '-webkit-box',
    overflow: 'hidden',
    '-webkit-line-clamp': 2,
    '-webkit-box-orient': 'vertical',
  },
  icon: { fontSize: 20, flexShrink: 0 },
  bar: {
    position: 'absolute',
    bottom: 0,
    left: 0,
    right: 0,
    height: 5,
    display: 'flex',
  },
  share: { background: 'currentColor' },
}));

/** What a node needs to be drawn. */
export type NodeBoxData = {
  node: GraphNode;
  open: boolean;
  selected: boolean;
  description: string;
};

/** A node of the canvas. */
export type BoxNode = Node<NodeBoxData, 'box'>;

/** A node: kind by shape and picture, worst state by picture and word. */
export const NodeBox = memo((props: NodeProps<BoxNode>) => {
  const { node, open, selected, description } = props.data;
  const classes = useStyles();
  const tones = useToneStyles();
  const Kind = NODE_ICONS[node.kind];
  const look = node.worst && EDGE_STATES[node.worst];
  const State = look?.icon;
  return (
    <div
      className={[
        classes.box,
        classes[node.kind],
        open ? classes.open : '',
        selected ? classes.selected : '',
      ].join(' ')}
      title={description}
    >
      <Kind className={classes.icon} aria-hidden />
      <div className={classes.words}>
        <div className={classes.label}>{node.label}</div>
        {node.sublabel && (
          <div className={classes.sublabel}>{node.sublabel}</div>
        )}
        {node.kind === 'group' && look && !open && (
          <div className={classes.states}>{worstInWords(node)}</div>
        )}
      </div>
      {State && (
        <State className={`${classes.icon} ${tones[look.tone]}`} aria-hidden />
      )}
      {node.kind === 'group' && !open && (
        <StateBar counts={sumCounts(node.counts, node.reached)} />
      )}
    </div>
  );
});

/** The states of a group as a bar; the title has all of them in words. */
function StateBar({ counts }: { counts: EdgeCounts }) {
  const classes = useStyles();
  const tones = useToneStyles();
  return (
    <div className={classes.bar} aria-hidden>
      {EDGE_STATE_ORDER.filter(state => counts[state]).map(state => (
        <span
          key={state}
          className={`${classes.share} ${tones[EDGE_STATES[state].tone]}`}
          style={{ flexGrow: counts[state] }}
        />
      ))}
    </div>
  );
}
