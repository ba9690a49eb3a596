import { makeStyles } from '@material-ui/core/styles';
import ArrowRightAlt from '@material-ui/icons/ArrowRightAlt';
import { Fragment } from 'react';

const ARROW = ' → ';

const useStyles = makeStyles({
  // Else the sign would stick out of a table that scrolls.
  arrow: { position: 'relative' },
  // Read by screen readers and copied with the text, but not drawn: not every
  // font has the sign.
  sign: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
  },
  icon: { fontSize: '1.2em', verticalAlign: 'text-bottom' },
});

/** `from → to`, with an arrow that is there in every font. */
export function Pair(props: { text: string }) {
  const classes = useStyles();
  return (
    <>
      {props.text.split(ARROW).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && (
            <>
              {' '}
              <span className={classes.arrow}>
                <span className={classes.sign}>{ARROW.trim()}</span>
                <ArrowRightAlt className={classes.icon} aria-hidden />
              </span>{' '}
            </>
          )}
          {part}
        </Fragment>
      ))}
    </>
  );
}
