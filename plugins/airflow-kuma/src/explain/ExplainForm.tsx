import Box from '@material-ui/core/Box';
import MenuItem from '@material-ui/core/MenuItem';
import { TextInput } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { DagChoice, ServiceChoice } from './choices';

/** Which DAG, service and port to explain. */
export type ExplainQuestion = {
  source?: string;
  destination?: string;
  port?: number;
};

/** Chooses what to explain. Ends that are given by the page are not asked. */
export function ExplainForm(
  props: ExplainQuestion & {
    fixed?: 'source' | 'destination';
    onChange: (question: ExplainQuestion) => void;
  },
) {
  const { source, destination, port, fixed, onChange } = props;
  const api = useApiClient();
  const service = useLoad(
    signal => api.service(destination!, signal),
    destination ?? '',
    { skip: !destination },
  );
  const ports = service.value?.service.ports ?? [];
  return (
    <Box display="flex" flexWrap="wrap" mb={3} style={{ gap: 16 }}>
      {fixed !== 'source' && (
        <DagChoice
          value={source}
          onChange={ref => onChange({ source: ref, destination, port })}
        />
      )}
      {fixed !== 'destination' && (
        <ServiceChoice
          value={destination}
          onChange={ref => onChange({ source, destination: ref })}
        />
      )}
      {ports.length > 1 && (
        <TextInput
          select
          label="Port"
          size="small"
          style={{ minWidth: 120 }}
          value={ports.some(item => item.port === port) ? port : ports[0].port}
          onChange={event =>
            onChange({ source, destination, port: Number(event.target.value) })
          }
        >
          {ports.map(item => (
            <MenuItem key={item.port} value={item.port}>
              {item.name ? `${item.port} (${item.name})` : item.port}
            </MenuItem>
          ))}
        </TextInput>
      )}
    </Box>
  );
}
