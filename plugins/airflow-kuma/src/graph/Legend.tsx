import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { EDGE_STATES, EDGE_STATE_ORDER, useToneStyles } from '../components';
import { NOT_WELL } from '../edges/health';
import { NODE_KINDS } from './canvas/describe';
import { NODE_ICONS } from './canvas/nodeIcons';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  item: { display: 'inline-flex', alignItems: 'center', gap: 6 },
  line: { fill: 'none', stroke: 'currentColor' },
  icon: { fontSize: 18 },
}));

const KINDS = Object.keys(NODE_KINDS) as (keyof typeof NODE_KINDS)[];

/** What lines and boxes mean. */
export function Legend() {
  const classes = useStyles();
  const tones = useToneStyles();
  return (
    <details>
      <summary>Legend</summary>
      <ul className={classes.list} aria-label="Lines">
        {EDGE_STATE_ORDER.map(state => {
          const {
            tone,
            dash,
            width,
            label,
            icon: Icon,
            explanation,
          } = EDGE_STATES[state];
          return (
            <li key={state} className={classes.item} title={explanation}>
              <svg width={44} height={10} className={tones[tone]} aria-hidden>
                <path
                  className={classes.line}
                  d="M0,5H44"
                  strokeWidth={width}
                  strokeDasharray={dash}
                />
              </svg>
              <Icon className={`${classes.icon} ${tones[tone]}`} aria-hidden />
              <Typography variant="caption">{label}</Typography>
            </li>
          );
        })}
        <li className={classes.item}>
          <svg width={44} height={10} className={tones.neutral} aria-hidden>
            <path
              className={classes.line}
              d="M0,5H44"
              strokeWidth={1}
              strokeDasharray="1 2"
            />
          </svg>
          <Typography variant="caption">
            Runs as: a DAG that calls of the identity are, or could be, of
          </Typography>
        </li>
        <li className={classes.item} title={NOT_WELL.explanation}>
          <NOT_WELL.icon
            className={`${classes.icon} ${tones[NOT_WELL.tone]}`}
            aria-hidden
          />
          <Typography variant="caption">
            Health, whatever the state: calls err (5 % and more) or are slow
            (p95 2 s and more)
          </Typography>
        </li>
      </ul>
      <ul className={classes.list} aria-label="Boxes">
        {KINDS.map(kind => {
          const Icon = NODE_ICONS[kind];
          return (
            <li key={kind} className={classes.item}>
              <Icon className={classes.icon} aria-hidden />
              <Typography variant="caption">{NODE_KINDS[kind]}</Typography>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
