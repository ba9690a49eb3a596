import { GraphAnswer } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import IconButton from '@material-ui/core/IconButton';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import Close from '@material-ui/icons/Close';
import { EdgePanel } from './EdgePanel';
import { NodePanel } from './NodePanel';

const useStyles = makeStyles(theme => ({
  panel: {
    width: 360,
    flexShrink: 0,
    height: '100%',
    overflow: 'auto',
    padding: theme.spacing(2),
    boxSizing: 'border-box',
  },
  close: { float: 'right' },
}));

/** What the panel can do to the picture. */
export type PanelActions = {
  onSelect: (id: string | undefined) => void;
  onFocus: (ref: string) => void;
  onToggleGroup: (id: string) => void;
  onShowMore: () => void;
};

/** Facts of what is selected; nothing is drawn when that is gone. */
export function SidePanel(
  props: PanelActions & { answer: GraphAnswer; selected: string },
) {
  const { answer, selected, ...actions } = props;
  const classes = useStyles();
  const node = answer.nodes.find(({ id }) => id === selected);
  const edge = answer.edges.find(({ id }) => id === selected);
  return (
    <Paper
      component="aside"
      aria-label="Details"
      variant="outlined"
      square
      className={classes.panel}
    >
      <IconButton
        size="small"
        className={classes.close}
        aria-label="Close details"
        onClick={() => actions.onSelect(undefined)}
      >
        <Close fontSize="small" />
      </IconButton>
      {node && <NodePanel node={node} answer={answer} {...actions} />}
      {edge && <EdgePanel edge={edge} answer={answer} {...actions} />}
      {!node && !edge && (
        <p>
          What was selected is not in this picture. Clear filters or open its
          group.
        </p>
      )}
    </Paper>
  );
}
