import LinearProgress from '@material-ui/core/LinearProgress';
import { useEffect, useState } from 'react';

/** Most answers are there before anybody could read that they are awaited. */
const UNSEEN_MILLISECONDS = 250;

/**
 * Says that something loads. It is there at once, unseen for a moment: a screen
 * reader and a test can tell "loading" from "nothing there".
 */
export function Loading(props: { what: string }) {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSeen(true), UNSEEN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <LinearProgress
      style={{ opacity: isSeen ? 1 : 0 }}
      aria-label={`Loading ${props.what}`}
    />
  );
}
