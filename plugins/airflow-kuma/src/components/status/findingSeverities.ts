import { LintFinding } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import InfoOutlined from '@material-ui/icons/InfoOutlined';
import ReportProblemOutlined from '@material-ui/icons/ReportProblemOutlined';
import { StatusLook } from './StatusChip';

/** How bad a finding in the permissions of a mesh is. */
export const FINDING_SEVERITIES: Record<LintFinding['severity'], StatusLook> = {
  error: { tone: 'error', icon: ErrorOutline, label: 'Mend it now' },
  warning: {
    tone: 'warning',
    icon: ReportProblemOutlined,
    label: 'Look at it',
  },
  info: { tone: 'neutral', icon: InfoOutlined, label: 'Good to know' },
};
