import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles({
  // Most answers are there before anybody could read that they are awaited.
  late: { animation: '$appear 0s 250ms both' },
  '@keyframes appear': { from: { opacity: 0 }, to: { opacity: 1 } },
});

/**
 * Says that something loads. It is there at once, unseen for a moment: a screen
 * reader and a test can tell "loading" from "nothing there".
 */
export function Loading(props: { what: string }) {
  return (
    <LinearProgress
      className={useStyles().late}
      aria-label={`Loading ${props.what}`}
    />
  );
}
