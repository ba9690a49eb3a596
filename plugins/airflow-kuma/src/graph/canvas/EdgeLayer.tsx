import { GraphEdge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { makeStyles } from '@material-ui/core/styles';
import { memo, useMemo } from 'react';
import { Tone, useToneStyles } from '../../components/status';
import { NOT_WELL } from '../../edges/health';
import { Box, Point } from '../layout/types';
import { edgeLook } from './edgeLook';
import { EdgeCurve } from './edgePath';
import { healthSign } from './healthSign';
import { labelsOfLines, middleOf, placed, placeLabels } from './placeLabels';

const useStyles = makeStyles(theme => ({
  layer: {
    position: 'absolute',
    top: 0,
    left: 0,
    overflow: 'visible',
    // Under the nodes, which stand at 0.
    zIndex: -1,
    // The pointer is answered by the canvas, see `lineAt`.
    pointerEvents: 'none',
  },
  line: { fill: 'none', stroke: 'currentColor' },
  // A dash costs a software renderer as much as a line does, and a thousand
  // long lines have a million of them: two seconds a frame. They are drawn
  // where they can be told apart.
  many: {
    '[data-coarse] & path': { strokeDasharray: 'none' },
  },
  text: {
    fill: theme.palette.text.primary,
    stroke: theme.palette.background.default,
    strokeWidth: 4,
    paintOrder: 'stroke',
    fontSize: 11,
    textAnchor: 'middle',
    dominantBaseline: 'central',
  },
  faint: { opacity: 0.12 },
  sign: { fill: 'currentColor', stroke: theme.palette.background.default },
  signMark: {
    fill: 'none',
    stroke: theme.palette.background.default,
    strokeWidth: 1.5,
  },
}));

const TONES: Tone[] = ['ok', 'warning', 'error', 'progress', 'neutral'];

/** With more lines than this, text on each would be a carpet of words. */
const TEXT_UP_TO_EDGES = 150;
/** From here on dashes are left out where they could not be seen. */
const MANY = 250;

const EdgeLine = memo(
  (props: {
    edge: GraphEdge;
    path: string;
    selected: boolean;
    faint: boolean;
  }) => {
    const { edge, path, selected, faint } = props;
    const classes = useStyles();
    const tones = useToneStyles();
    const look = edgeLook(edge);
    return (
      <path
        className={`${classes.line} ${tones[look.tone]} ${
          faint ? classes.faint : ''
        }`}
        d={path}
        strokeWidth={selected ? look.width + 2 : look.width}
        strokeDasharray={look.dash}
        markerEnd={`url(#${arrowOf(look.tone)})`}
        data-edge={edge.id}
      />
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
    curves: Map<string, EdgeCurve>;
    /** Boxes that labels must not cover. */
    obstacles: Map<string, Box>;
    selected?: string;
    /** Lines to stress; all when absent. */
    near?: Set<string>;
  }) => {
    const { edges, curves, selected, near } = props;
    const classes = useStyles();
    return (
      <svg
        className={`${classes.layer} ${
          edges.length > MANY ? classes.many : ''
        }`}
        width={1}
        height={1}
        aria-hidden
      >
        <defs>
          {TONES.map(tone => (
            <ArrowHead key={tone} tone={tone} />
          ))}
        </defs>
        {edges.map(edge => {
          const curve = curves.get(edge.id);
          return (
            curve && (
              <EdgeLine
                key={edge.id}
                edge={edge}
                path={curve.path}
                selected={edge.id === selected}
                faint={near !== undefined && !near.has(edge.id)}
              />
            )
          );
        })}
        <EdgeTexts {...props} />
      </svg>
    );
  },
);

function EdgeTexts(props: {
  edges: GraphEdge[];
  curves: Map<string, EdgeCurve>;
  obstacles: Map<string, Box>;
  near?: Set<string>;
}) {
  const { edges, curves, obstacles, near } = props;
  const classes = useStyles();
  const texts = useMemo(() => {
    if (!near && edges.length > TEXT_UP_TO_EDGES) return [];
    const labels = labelsOfLines(
      edges.filter(({ id }) => !near || near.has(id)),
      curves,
    );
    const found = placeLabels(labels, obstacles.values());
    if (!near) return found;
    // What is selected keeps its words even where they are crowded.
    const ids = new Set(found.map(({ id }) => id));
    return [
      ...found,
      ...labels
        .filter(({ id }) => !ids.has(id))
        .map(label => placed(label, label.short, middleOf(label.points))),
    ];
  }, [edges, curves, obstacles, near]);
  return (
    <>
      {texts.map(({ id, text, at, signAt }) => (
        <g key={id}>
          <text className={classes.text} x={at.x} y={at.y}>
            {text}
          </text>
          {signAt && <HealthSign at={signAt} />}
        </g>
      ))}
    </>
  );
}

function HealthSign({ at }: { at: Point }) {
  const classes = useStyles();
  const tones = useToneStyles();
  const { triangle, mark } = healthSign(at);
  return (
    <g className={tones[NOT_WELL.tone]} data-sign="health">
      <path className={classes.sign} d={triangle} />
      <path className={classes.signMark} d={mark} />
    </g>
  );
}

function arrowOf(tone: Tone): string {
  return `airflow-kuma-arrow-${tone}`;
}

/** One for each colour: not every browser lends a marker the colour of its line. */
function ArrowHead({ tone }: { tone: Tone }) {
  const tones = useToneStyles();
  return (
    <marker
      id={arrowOf(tone)}
      viewBox="0 0 8 8"
      refX="8"
      refY="4"
      markerWidth="9"
      markerHeight="9"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path className={tones[tone]} d="M0,0L8,4L0,8z" fill="currentColor" />
    </marker>
  );
}
