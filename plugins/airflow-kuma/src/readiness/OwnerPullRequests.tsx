import {
  ReadinessPullRequests,
  ReadinessRepository,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { ErrorNotice, ExternalLink, Notice } from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';
import { useEntityNames } from '../hooks/useEntityNames';

const STATES: Record<ReadinessRepository['state'], string> = {
  none: 'No pull request yet',
  open: 'Open',
  merged: 'Merged',
  closed: 'Closed without being merged',
  unknown: 'Cannot be told',
};

/** What the portal proposes to the repositories of an owner's workloads. */
export function OwnerPullRequests(props: {
  mesh: { controlPlane: string; mesh: string };
  told: ReadinessPullRequests;
}) {
  const api = useApiClient();
  const [opened, setOpened] = useState<ReadinessPullRequests>();
  const { run, running, error } = useAction();
  const { owner, mayOpen, repositories, byHand } = opened ?? props.told;
  const nameOf = useEntityNames([owner]);
  const { controlPlane, mesh } = props.mesh;
  const isMany = repositories.length > 1;
  const isAllOpen = repositories.every(({ state }) => state === 'open');
  return (
    <Box
      mt={2}
      component="section"
      aria-label={`Pull requests of ${nameOf(owner)}`}
    >
      <Typography variant="subtitle1" component="h3" gutterBottom>
        Pull requests
      </Typography>
      {repositories.map(each => (
        <Repository key={each.repository} {...each} />
      ))}
      {byHand.length > 0 && (
        <Typography variant="body2" component="div">
          To be copied from below:
          <ul>
            {byHand.map(({ workload, reason }) => (
              <li key={`${workload} ${reason}`}>{`${workload}: ${reason}`}</li>
            ))}
          </ul>
        </Typography>
      )}
      {repositories.length > 0 && !mayOpen && (
        <Typography variant="body2" color="textSecondary">
          {`A member of ${nameOf(owner)} or an administrator can open ${
            isMany ? 'them' : 'it'
          }.`}
        </Typography>
      )}
      {repositories.length > 0 && mayOpen && (
        <Button
          variant="outlined"
          size="small"
          disabled={running}
          onClick={() =>
            run(async () =>
              setOpened(
                await api.openReadinessPullRequests({
                  controlPlane,
                  mesh,
                  owner,
                }),
              ),
            )
          }
        >
          {labelOf({ running, isMany, isAllOpen })}
        </Button>
      )}
      {error && <ErrorNotice error={error} />}
    </Box>
  );
}

function labelOf(is: {
  running: boolean;
  isMany: boolean;
  isAllOpen: boolean;
}): string {
  const what = is.isMany ? 'pull requests' : 'pull request';
  if (is.isAllOpen) {
    return is.running ? `Updating the ${what} …` : `Update the ${what}`;
  }
  const article = is.isMany ? '' : 'a ';
  return is.running ? `Opening ${article}${what} …` : `Open ${article}${what}`;
}

function Repository(props: ReadinessRepository) {
  const { repository, workloads, state, reference, problem } = props;
  return (
    <>
      <Typography variant="body2" gutterBottom>
        <ExternalLink
          url={repository}
          text={repository.replace(/^https?:\/\//, '')}
        />
        {` (${workloads.join(', ')}): ${STATES[state]} `}
        {reference && <ExternalLink url={reference} text={reference} />}
      </Typography>
      {problem && <Notice severity="warning">{problem}</Notice>}
    </>
  );
}
