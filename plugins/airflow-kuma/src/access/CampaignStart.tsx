import { counted } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import { CampaignInput } from '../api';
import { ErrorNotice, LoadBoundary, Notice, TimeAgo } from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';

/** Says how many grants and whose, and what becomes of them, before it starts. */
export function CampaignStart(props: {
  input: CampaignInput;
  onStarted: () => void;
  onClose: () => void;
}) {
  const { input, onStarted, onClose } = props;
  const api = useApiClient();
  const { run, running, error } = useAction(onStarted);
  const loaded = useLoad(
    signal => api.previewCampaign(input.filter, signal),
    `campaign ${JSON.stringify(input.filter)}`,
  );
  const grants = loaded.value?.grants ?? 0;
  return (
    <Dialog open onClose={onClose} aria-labelledby="campaign-start">
      <DialogTitle id="campaign-start">{`Start “${input.title}”?`}</DialogTitle>
      <DialogContent>
        <LoadBoundary loaded={loaded} what="the grants that it looks at">
          {preview =>
            preview.grants === 0 ? (
              <Typography variant="body2">
                No live grant fits; choose another domain or owner.
              </Typography>
            ) : (
              <>
                <Typography variant="body2">
                  {`Asks about ${counted(
                    preview.grants,
                    'grant',
                  )}, and tells now:`}
                </Typography>
                <ul>
                  {preview.reviewers.map(reviewer => (
                    <li key={reviewer.ref}>
                      <EntityRefLink
                        entityRef={reviewer.ref}
                        defaultKind="group"
                      />
                      {`: ${counted(reviewer.grants, 'grant')}`}
                    </li>
                  ))}
                </ul>
                {input.unanswered === 'end' && (
                  <Notice
                    severity="warning"
                    title={`${counted(
                      preview.grants,
                      'grant',
                    )} can end by this`}
                  >
                    What nobody answers for ends{' '}
                    <TimeAgo at={input.deadline} exact />.
                  </Notice>
                )}
              </>
            )
          }
        </LoadBoundary>
        {error && <ErrorNotice error={error} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Not yet</Button>
        <Button
          color="primary"
          variant="contained"
          disabled={running || grants === 0}
          onClick={() => run(() => api.startCampaign(input))}
        >
          Start the campaign
        </Button>
      </DialogActions>
    </Dialog>
  );
}
