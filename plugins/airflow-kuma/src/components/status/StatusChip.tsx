import { makeStyles } from '@material-ui/core/styles';
import SvgIcon from '@material-ui/core/SvgIcon';
import Tooltip from '@material-ui/core/Tooltip';
import { Tone, useToneStyles } from './tones';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.25, 1, 0.25, 0.5),
    margin: theme.spacing(0.125),
    borderRadius: 12,
    border: '1px solid currentColor',
    lineHeight: 1.4,
    whiteSpace: 'nowrap',
    maxWidth: '100%',
  },
  icon: { fontSize: '1.1em' },
  // The word keeps the text colour: status colours alone are too pale to read.
  label: {
    color: theme.palette.text.primary,
    fontSize: theme.typography.caption.fontSize,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
}));

/** An icon of Material UI. */
export type IconType = typeof SvgIcon;

/** A status: colour, icon and word. */
export type StatusLook = { tone: Tone; icon: IconType; label: string };

/** Draws a status; `explanation` is its tooltip. */
export function StatusChip(
  props: StatusLook & { explanation?: string; count?: number },
) {
  const { tone, icon: Icon, label, explanation, count } = props;
  const classes = useStyles();
  const tones = useToneStyles();
  const chip = (
    <span className={`${classes.root} ${tones[tone]}`}>
      <Icon className={classes.icon} aria-hidden />
      <span className={classes.label}>
        {count === undefined ? label : `${count} ${label.toLowerCase()}`}
      </span>
    </span>
  );
  return explanation ? <Tooltip title={explanation}>{chip}</Tooltip> : chip;
}
