import { makeStyles, useTheme } from '@material-ui/core/styles';
import {
  Background,
  Controls,
  ReactFlow,
  ReactFlowProvider,
  ViewportPortal,
  useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { MouseEvent, useMemo, useRef } from 'react';
import { Picture } from '../layout/useLayout';
import { describeGraph } from './describe';
import { EdgeLayer } from './EdgeLayer';
import { lineAt } from './lineAt';
import { neighboursOf } from './neighbours';
import { NodeBox } from './NodeBox';
import { markNodes, toFlowNodes } from './toFlowNodes';
import { useCamera } from './useCamera';
import { KEY_HELP, useCanvasKeys } from './useCanvasKeys';
import { useGradual } from './useGradual';
import { useLines } from './useLines';

const NODE_TYPES = { box: NodeBox };
/** Small enough to see thousands of boxes, large enough to read one. */
const ZOOM = { minZoom: 0.03, maxZoom: 2 };
/** Below this dashes are smaller than a point of the screen. */
const FAR_ZOOM = 0.4;
/** A line is hit within this many points of the screen. */
const REACH = 8;
/**
 * Painted sharp this long after the last move: a wheel turns in jerks, and
 * painting between two of them makes the next one wait.
 */
const REST_MS = 500;
/** What one frame can mount without the page feeling stuck. */
const PER_FRAME = { nodes: 80, lines: 250 };

const useStyles = makeStyles(theme => ({
  canvas: {
    position: 'relative',
    flexGrow: 1,
    minWidth: 0,
    height: '100%',
    border: `1px solid ${theme.palette.divider}`,
    '& .react-flow:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
    },
    // While it moves the picture is a layer of its own, so that a frame shifts
    // pixels instead of painting a thousand curves; at rest it is painted sharp.
    '&[data-moving] .react-flow__viewport': { willChange: 'transform' },
    '&[data-on-line] .react-flow__pane': { cursor: 'pointer' },
  },
  selecting: {
    '& .react-flow__node': { opacity: 0.25 },
    '& .react-flow__node.airflow-kuma-near': { opacity: 1 },
  },
}));

/** What the canvas needs, and what it reports. */
export type GraphCanvasProps = {
  picture: Picture;
  /** Id of a node or of a line. */
  selected?: string;
  onSelect: (id: string | undefined) => void;
  /** Enter or double click on a node: open or close a group, focus anything else. */
  onActivate: (id: string) => void;
  onTable: () => void;
  onSearch: () => void;
};

/** The drawn graph. */
export function GraphCanvas(props: GraphCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas(props: GraphCanvasProps) {
  const { picture, selected, onSelect, onActivate } = props;
  const { answer, layout } = picture;
  const classes = useStyles();
  const theme = useTheme();
  const flow = useReactFlow();
  const frame = useRef<HTMLDivElement>(null);
  const rest = useRef<number>();
  const near = useMemo(
    () => neighboursOf(answer, selected),
    [answer, selected],
  );
  const all = useMemo(() => toFlowNodes(answer, layout), [answer, layout]);
  const marked = useMemo(
    () => markNodes(all, selected, near?.nodes),
    [all, selected, near],
  );
  const lines = useLines(picture, near);
  const shownNodes = useGradual(marked.length, PER_FRAME.nodes, layout);
  const shownEdges = useGradual(lines.edges.length, PER_FRAME.lines, layout);
  const nodes = useMemo(
    () => marked.slice(0, shownNodes),
    [marked, shownNodes],
  );
  const edges = useMemo(
    () => lines.edges.slice(0, shownEdges),
    [lines.edges, shownEdges],
  );
  const lineUnder = ({ clientX, clientY }: MouseEvent) =>
    lineAt(
      lines.curves,
      near ? near.edges : lines.curves.keys(),
      flow.screenToFlowPosition({ x: clientX, y: clientY }),
      REACH / flow.getZoom(),
    );
  const fit = useCamera(picture, selected, frame);
  const onKeyDown = useCanvasKeys(layout.absolute, selected, {
    select: onSelect,
    activate: onActivate,
    zoomIn: () => flow.zoomIn(),
    zoomOut: () => flow.zoomOut(),
    fit,
    table: props.onTable,
    search: props.onSearch,
  });

  return (
    <div
      ref={frame}
      className={`${classes.canvas} ${near ? classes.selecting : ''}`}
    >
      <ReactFlow
        // React Flow's own frame has the role of an application. It is one
        // stop for the tab key; arrow keys move inside.
        tabIndex={0}
        aria-roledescription="graph"
        aria-label={`Dependency graph: ${describeGraph(answer)}. ${KEY_HELP}`}
        onKeyDown={onKeyDown}
        data-shown-nodes={nodes.length}
        data-total-nodes={marked.length}
        data-shown-edges={edges.length}
        data-total-edges={lines.edges.length}
        nodes={nodes}
        edges={[]}
        nodeTypes={NODE_TYPES}
        colorMode={theme.palette.type}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        zoomOnDoubleClick={false}
        onNodeClick={(_event, node) => onSelect(node.id)}
        onNodeDoubleClick={(_event, node) => onActivate(node.id)}
        onPaneClick={event => onSelect(lineUnder(event))}
        onPaneMouseMove={event =>
          frame.current?.toggleAttribute(
            'data-on-line',
            lineUnder(event) !== undefined,
          )
        }
        onMoveStart={() => {
          clearTimeout(rest.current);
          frame.current?.setAttribute('data-moving', '');
          frame.current?.setAttribute('data-coarse', '');
        }}
        onMoveEnd={(_event, { zoom }) => {
          rest.current = window.setTimeout(() => {
            frame.current?.removeAttribute('data-moving');
            frame.current?.toggleAttribute('data-coarse', zoom < FAR_ZOOM);
          }, REST_MS);
        }}
        {...ZOOM}
      >
        <ViewportPortal>
          <EdgeLayer
            edges={edges}
            curves={lines.curves}
            obstacles={lines.obstacles}
            selected={selected}
            near={near?.edges}
          />
        </ViewportPortal>
        <Background />
        <Controls showInteractive={false} onFitView={fit} />
      </ReactFlow>
    </div>
  );
}
