import { Proxy } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import CloudOff from '@material-ui/icons/CloudOff';
import HelpOutline from '@material-ui/icons/HelpOutline';
import WarningOutlined from '@material-ui/icons/ReportProblemOutlined';
import { StatusLook } from './StatusChip';

/** How the states of a proxy look. */
export const PROXY_STATES: Record<Proxy['status'], StatusLook> = {
  online: { tone: 'ok', icon: CheckCircleOutline, label: 'Online' },
  offline: { tone: 'error', icon: CloudOff, label: 'Offline' },
  'partially-degraded': {
    tone: 'warning',
    icon: WarningOutlined,
    label: 'Partially degraded',
  },
  unknown: { tone: 'neutral', icon: HelpOutline, label: 'Not told' },
};
