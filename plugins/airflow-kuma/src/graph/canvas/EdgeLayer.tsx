import { GraphEdge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { makeStyles } from '@material-ui/core/styles';
import { memo } from 'react';
import { useToneStyles } from '../../components/status';
import { Layout } from '../layout/types';
import { edgeLook } from './edgeLook';
import { edgePath } from './edgePath';

const useStyles = makeStyles(theme => ({
  layer: {
    position: 'absolute',
    top: 0,
    left: 0,
    overflow: 'visible',
    // Under the nodes, which stand at 0.
    zIndex: -1,
  },
  line: { fill: 'none', stroke: 'currentColor' },
  // Wide and invisible, so that a line can be hit; hidden costs no painting,
  // and `stroke` takes the pointer all the same.
  target: {
    fill: 'none',
    visibility: 'hidden',
    strokeWidth: 14,
    pointerEvents: 'stroke',
    cursor: 'pointer',
  },
  text: {
    fill: theme.palette.text.primary,
    stroke: theme.palette.background.default,
    strokeWidth: 4,
    paintOrder: 'stroke',
    fontSize: 11,
    textAnchor: 'middle',
    dominantBaseline: 'central',
    pointerEvents: 'none',
  },
  faint: { opacity: 0.12 },
}));

/** With more lines than this, text on each would be a carpet of words. */
const TEXT_UP_TO_EDGES = 120;

const EdgeLine = memo(
  (props: {
    edge: GraphEdge;
    layout: Layout;
    selected: boolean;
    faint: boolean;
    withText: boolean;
    onSelect: (id: string) => void;
  }) => {
    const { edge, layout, selected, faint, withText, onSelect } = props;
    const classes = useStyles();
    const tones = useToneStyles();
    const source = layout.absolute.get(edge.source);
    const target = layout.absolute.get(edge.target);
    if (!source || !target) return null;
    const { path, middle } = edgePath(source, target);
    const look = edgeLook(edge);
    return (
      <g
        className={`${tones[look.tone]} ${faint ? classes.faint : ''}`}
        data-edge={edge.id}
      >
        <path
          className={classes.line}
          d={path}
          strokeWidth={selected ? look.width + 2 : look.width}
          strokeDasharray={look.dash}
          markerEnd="url(#airflow-kuma-arrow)"
        />
        {withText && look.text && (
          <text className={classes.text} x={middle.x} y={middle.y}>
            {look.text}
          </text>
        )}
        <path
          className={classes.target}
          d={path}
          onClick={() => onSelect(edge.id)}
        />
      </g>
    );
  },
);

/**
 * All lines in one SVG under the nodes. React Flow's own edges each subscribe
 * to the store, which costs with every step of a pan (figures in docs/graph.md).
 */
export const EdgeLayer = memo(
  (props: {
    edges: GraphEdge[];
    layout: Layout;
    selected?: string;
    /** Lines to stress; all when absent. */
    near?: Set<string>;
    onSelect: (id: string) => void;
  }) => {
    const { edges, layout, selected, near, onSelect } = props;
    const classes = useStyles();
    return (
      <svg className={classes.layer} width={1} height={1} aria-hidden>
        <ArrowHead />
        {edges.map(edge => (
          <EdgeLine
            key={edge.id}
            edge={edge}
            layout={layout}
            selected={edge.id === selected}
            faint={near !== undefined && !near.has(edge.id)}
            withText={
              edges.length <= TEXT_UP_TO_EDGES || Boolean(near?.has(edge.id))
            }
            onSelect={onSelect}
          />
        ))}
      </svg>
    );
  },
);

function ArrowHead() {
  return (
    <defs>
      <marker
        id="airflow-kuma-arrow"
        viewBox="0 0 8 8"
        refX="8"
        refY="4"
        markerWidth="8"
        markerHeight="8"
        markerUnits="userSpaceOnUse"
        orient="auto"
      >
        <path d="M0,0L8,4L0,8z" fill="context-stroke" />
      </marker>
    </defs>
  );
}
