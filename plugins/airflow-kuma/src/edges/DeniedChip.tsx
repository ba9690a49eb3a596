import { GraphEdge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import History from '@material-ui/icons/History';
import { StatusChip } from '../components';
import { deniedInWords } from './deniedInWords';

/** What was refused within the hours that are asked for, as a chip. */
export function DeniedChip(props: { edge: GraphEdge }) {
  const words = deniedInWords(props.edge);
  if (!words) return null;
  return (
    <StatusChip
      tone="error"
      icon={History}
      label={words}
      explanation="Access logs saw calls refused in the time that is asked for."
    />
  );
}
