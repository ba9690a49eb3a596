import {
  CallersEnd,
  CallersEndWorkload,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import {
  CALLERS_END_STATES,
  CopyBlock,
  DiffBlock,
  ExternalLink,
  StatusChip,
} from '../components';

/** What it takes at the caller's end, workload by workload. */
export function CallersEndDetails(props: { end: CallersEnd }) {
  const { end } = props;
  const deciding = end.workloads.find(each => each.reason === end.reason);
  return (
    <>
      {/* A workload below says it again. */}
      {!deciding && (
        <Typography variant="body2" paragraph>
          {end.reason}
        </Typography>
      )}
      {end.workloads.map((workload, index) => (
        <Workload key={index} workload={workload} />
      ))}
    </>
  );
}

function Workload(props: { workload: CallersEndWorkload }) {
  const { workload } = props;
  const { manifest, reference, byHand, diff, snippet, notes } = workload;
  return (
    <Box mb={2} component="section" aria-label={`Caller ${workload.workload}`}>
      <Typography variant="subtitle2" gutterBottom>
        {workload.workload}
        {proxiesInWords(workload)}{' '}
        <StatusChip {...CALLERS_END_STATES[workload.state]} />
      </Typography>
      <Typography variant="body2" paragraph>
        {workload.reason}
      </Typography>
      {reference && (
        <Typography variant="body2" paragraph>
          {'Proposed: '}
          <ExternalLink url={reference} text={reference} />
        </Typography>
      )}
      {manifest && !byHand && !reference && diff && (
        <Typography variant="body2" paragraph>
          {`A pull request changes ${manifest.path} of `}
          <ExternalLink url={manifest.repository} text={manifest.repository} />
          {' once this is granted.'}
        </Typography>
      )}
      {byHand && (
        <Typography variant="body2" paragraph>
          {byHand}
        </Typography>
      )}
      {notes.map(note => (
        <Typography key={note} variant="body2" paragraph>
          {note}
        </Typography>
      ))}
      {diff && (
        <DiffBlock
          diff={diff}
          label={`Change at the caller ${workload.workload}`}
        />
      )}
      {snippet && (
        <Snippet workload={workload} isFolded={Boolean(diff || reference)} />
      )}
    </Box>
  );
}

function Snippet(props: { workload: CallersEndWorkload; isFolded: boolean }) {
  const { workload, isFolded } = props;
  const yaml = (
    <CopyBlock
      text={workload.snippet!}
      label={`To copy for ${workload.workload}`}
    />
  );
  const title =
    workload.state === 'taking-back'
      ? 'What has to go'
      : 'The setting of its pods or its Dataplane, to copy';
  return isFolded ? (
    <details>
      <summary>{title}</summary>
      {yaml}
    </details>
  ) : (
    <>
      <Typography variant="body2" gutterBottom>
        {title}
      </Typography>
      {yaml}
    </>
  );
}

function proxiesInWords({ proxies: { names, total } }: CallersEndWorkload) {
  if (total === 0) return '';
  const more = total > names.length ? ` and ${total - names.length} more` : '';
  return ` (${names.join(', ')}${more})`;
}
