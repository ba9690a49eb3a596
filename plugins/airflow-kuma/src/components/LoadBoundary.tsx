import { ResponseErrorPanel } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import { ReactNode } from 'react';
import { Loaded } from '../hooks/useLoad';
import { errorInWords, errorName } from './errorInWords';
import { Loading } from './Loading';
import { Notice } from './Notice';

/** Answers that are no failure: nothing is broken, and nobody has to be asked. */
const REFUSALS: Record<string, string> = {
  NotFoundError: 'There is nothing to see of',
  NotAllowedError: 'You may not see',
};

/**
 * Draws what was loaded. Before the first answer: progress or the error; after
 * it a failing reload is a banner over the last good answer.
 */
export function LoadBoundary<T>(props: {
  loaded: Loaded<T>;
  what: string;
  children: (value: T) => ReactNode;
}) {
  const { loaded, what, children } = props;
  const retry = (
    <Button size="small" color="inherit" onClick={loaded.reload}>
      Try again
    </Button>
  );
  if (loaded.value === undefined) {
    if (!loaded.error) return <Loading what={what} />;
    const refusal = REFUSALS[errorName(loaded.error)];
    if (refusal) {
      return (
        <Notice severity="info" title={`${refusal} ${what}`} action={retry}>
          {errorInWords(loaded.error)}
        </Notice>
      );
    }
    return (
      <>
        <Notice severity="error" action={retry}>
          {`Could not load ${what}. The details below say why; if they name the backend, ask whoever runs this portal.`}
        </Notice>
        <ResponseErrorPanel error={loaded.error} />
      </>
    );
  }
  return (
    <>
      {loaded.error && (
        <Notice severity="warning" action={retry}>
          {`Could not refresh ${what}: ${errorInWords(
            loaded.error,
          )}. What you see is the last good answer.`}
        </Notice>
      )}
      {children(loaded.value)}
    </>
  );
}
