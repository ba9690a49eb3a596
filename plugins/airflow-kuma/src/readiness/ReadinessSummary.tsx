import {
  READINESS_STATES,
  ReadinessAnswer,
  ReadinessCounts,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { Notice, READINESS_LOOKS, StatusChip } from '../components';
import { leftInWords } from './leftInWords';

/** How much is left, and what could not be read. */
export function ReadinessSummary(props: { answer: ReadinessAnswer }) {
  const { answer } = props;
  const [earlier] = answer.days;
  return (
    <Box mb={2} component="section" aria-label="Summary">
      <Typography variant="h6" component="h2">
        {leftInWords({ ...answer, earlier })}
      </Typography>
      <Typography variant="body2" component="div" gutterBottom>
        <CountChips counts={answer.counts} />
      </Typography>
      <Typography variant="body2">
        Every declared, granted and observed call is judged twice: as the mesh
        is, and as a control plane of Kuma 3.0 would have it.
      </Typography>
      {answer.limits.length > 0 && (
        <Box mt={2}>
          <Notice severity="warning" title="Not everything could be read">
            <ul>
              {answer.limits.map(limit => (
                <li key={limit}>{limit}</li>
              ))}
            </ul>
          </Notice>
        </Box>
      )}
    </Box>
  );
}

/** Counts of states, worst first. */
export function CountChips(props: { counts: ReadinessCounts }) {
  return (
    <>
      {READINESS_STATES.filter(state => props.counts[state] > 0).map(state => (
        <StatusChip
          key={state}
          {...READINESS_LOOKS[state]}
          count={props.counts[state]}
        />
      ))}
    </>
  );
}
