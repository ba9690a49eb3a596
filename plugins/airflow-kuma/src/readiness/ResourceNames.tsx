import { ReadinessResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';

const SHOWN = 5;

/** Names of resources, the first few of them. */
export function ResourceNames(props: {
  resources: ReadinessResource[];
  /** How many there are; what is listed where absent. */
  total?: number;
}) {
  const { resources, total = resources.length } = props;
  if (total === 0) return null;
  const shown = resources
    .slice(0, SHOWN)
    .map(({ kind, name }) => `${kind} ${name}`);
  const more = total - shown.length;
  const rest = shown.length > 0 ? [`${more} more`] : [`${more} in all`];
  return (
    <Typography
      variant="caption"
      component="div"
      style={{ overflowWrap: 'anywhere' }}
    >
      {[...shown, ...(more > 0 ? rest : [])].join(', ')}
    </Typography>
  );
}
