import { SourceStatus } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { errorInWords } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useAction } from '../hooks/useAction';

/** What an administrator can do about a source. */
export function SourceActions(props: {
  source: SourceStatus;
  onDone: () => void;
}) {
  const { source, onDone } = props;
  const api = useApiClient();
  const { run, running, error } = useAction(onDone);
  return (
    <>
      <Button
        size="small"
        disabled={running}
        onClick={() => run(() => api.refreshSource(source))}
        aria-label={`Read now: ${source.title}`}
      >
        Read now
      </Button>
      {source.heldBack && (
        <Button
          size="small"
          disabled={running}
          onClick={() => run(() => api.confirmSource(source))}
          aria-label={`Accept the drop in ${source.title}`}
        >
          Accept the drop
        </Button>
      )}
      {error && (
        <Typography variant="body2" color="error" role="alert">
          {errorInWords(error)}
        </Typography>
      )}
    </>
  );
}
