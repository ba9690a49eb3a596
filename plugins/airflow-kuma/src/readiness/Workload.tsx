import {
  counted,
  ReadinessWorkload,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { Notice, YamlBlock } from '../components';

const PLACES = {
  pod: 'As an annotation of the pods of',
  dataplane: 'In the Dataplane of',
};

/** The list that a workload needs, to copy. */
export function Workload(props: { workload: ReadinessWorkload }) {
  const { name, proxies, place, kept, added, without, yaml } = props.workload;
  return (
    <Box mt={2}>
      <Typography variant="subtitle1" component="h3" gutterBottom>
        {`What ${name} has to list`}
      </Typography>
      {added.length > 0 && (
        <>
          <Typography variant="body2" gutterBottom>
            {`${counted(added.length, 'reference')} to add${
              kept.length > 0 ? `, ${kept.length} by labels stay` : ''
            }. ${PLACES[place]} ${counted(proxies, 'proxy', 'proxies')}:`}
          </Typography>
          <YamlBlock yaml={yaml} label={`reachableBackends of ${name}`} />
        </>
      )}
      {without.length > 0 && (
        <Notice severity="warning">
          {`No labels single out ${without
            .map(each => `${each.kind} ${each.name}`)
            .join(
              ', ',
            )}. Give each a label of its own, so that it can be listed.`}
        </Notice>
      )}
    </Box>
  );
}
