import {
  edgeHealth,
  ObservedFacet,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import { StatusChip, StatusLook } from '../components';

/** How calls look that are let through and do not fare well. */
export const NOT_WELL: Omit<StatusLook, 'label'> & { explanation: string } = {
  tone: 'warning',
  icon: ReportProblemOutlined,
  explanation:
    'How calls fare, not whether they are let through: at least 5 % errors, or a twentieth takes 2 s or longer.',
};

/** The sign of calls that do not fare well; nothing where they do. */
export function HealthChip(props: { observed: ObservedFacet }) {
  const health = edgeHealth(props.observed);
  if (!health) return null;
  return <StatusChip {...NOT_WELL} label={health.words} />;
}
