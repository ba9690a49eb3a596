import { makeStyles } from '@material-ui/core/styles';
import { diffLines } from './diffLines';
import { useToneStyles } from './status';

const useStyles = makeStyles(theme => ({
  root: {
    margin: 0,
    padding: theme.spacing(1),
    overflow: 'auto',
    maxHeight: 480,
    fontFamily: 'monospace',
    fontSize: theme.typography.body2.fontSize,
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  line: { display: 'block', color: theme.palette.text.primary },
  sign: { display: 'inline-block', width: '1.5em', fontWeight: 'bold' },
}));

const TONES = { '+': 'ok', '-': 'error' } as const;

/** A unified diff; the sign in front tells what colour repeats. */
export function DiffBlock(props: { diff: string; label: string }) {
  const classes = useStyles();
  const tones = useToneStyles();
  return (
    <pre
      className={classes.root}
      aria-label={props.label}
      role="region"
      // Long diffs scroll inside the box, so the keyboard must reach it.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      {diffLines(props.diff).map(({ sign, text }, index) => (
        <span key={index} className={classes.line}>
          <span
            className={`${classes.sign} ${
              sign === ' ' ? '' : tones[TONES[sign]]
            }`}
          >
            {sign}
          </span>
          {text}
        </span>
      ))}
    </pre>
  );
}
