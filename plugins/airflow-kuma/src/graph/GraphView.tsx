import { GraphAnswer } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { makeStyles } from '@material-ui/core/styles';
import { Suspense, lazy, useEffect } from 'react';
import { Loading } from '../components';
import { Announcer } from './Announcer';
import { GraphTable } from './GraphTable';
import { Picture } from './layout/useLayout';
import { PanelActions, SidePanel } from './panel/SidePanel';

// React Flow is only loaded where a graph is drawn.
const loadCanvas = () => import('./canvas/GraphCanvas');
const GraphCanvas = lazy(async () => ({
  default: (await loadCanvas()).GraphCanvas,
}));

const useStyles = makeStyles(theme => ({
  row: {
    display: 'flex',
    gap: theme.spacing(1),
    height: 'max(420px, calc(100vh - 380px))',
    marginBottom: theme.spacing(1),
  },
  table: { flexGrow: 1, minWidth: 0, overflow: 'auto' },
}));

/** Canvas or table, with the panel beside it. */
export function GraphView(
  props: PanelActions & {
    answer: GraphAnswer;
    picture?: Picture;
    asTable: boolean;
    selected?: string;
    onToggleTable: () => void;
    onSearch: () => void;
    onActivate: (id: string, answer: GraphAnswer) => void;
  },
) {
  const { answer, picture, asTable, selected, onSelect } = props;
  const classes = useStyles();
  // While the worker looks for places, not after it.
  useEffect(() => {
    if (!asTable) loadCanvas().catch(() => {}); // `lazy` tells what went wrong
  }, [asTable]);
  return (
    <div className={classes.row}>
      {asTable ? (
        <div className={classes.table}>
          <GraphTable answer={answer} onSelect={onSelect} />
        </div>
      ) : (
        <Suspense fallback={<Loading what="the picture" />}>
          {picture ? (
            <GraphCanvas
              picture={picture}
              selected={selected}
              onSelect={onSelect}
              onActivate={id => props.onActivate(id, picture.answer)}
              onTable={props.onToggleTable}
              onSearch={props.onSearch}
            />
          ) : (
            <Loading what="the picture" />
          )}
        </Suspense>
      )}
      {selected !== undefined && (
        <SidePanel
          answer={answer}
          selected={selected}
          onSelect={onSelect}
          onFocus={props.onFocus}
          onToggleGroup={props.onToggleGroup}
          onShowMore={props.onShowMore}
        />
      )}
      <Announcer answer={answer} selected={selected} />
    </div>
  );
}
