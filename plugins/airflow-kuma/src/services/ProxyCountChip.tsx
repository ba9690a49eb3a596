import {
  areOffline,
  proxyCountWords,
  Service,
  ServiceKind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import CloudOff from '@material-ui/icons/CloudOff';
import HelpOutline from '@material-ui/icons/HelpOutline';
import WarningOutlined from '@material-ui/icons/ReportProblemOutlined';
import { StatusChip, StatusLook } from '../components';

/** Proxies online of all; external services have none of their own. */
export function ProxyCountChip(props: {
  kind: ServiceKind;
  proxies: Service['proxies'];
}) {
  if (props.kind === 'MeshExternalService') return <>Outside the mesh</>;
  return <StatusChip {...proxyCountLook(props.proxies)} />;
}

/** Pure part: what counts say. */
export function proxyCountLook(proxies: Service['proxies']): StatusLook {
  const { online, total, unknown } = proxies;
  const label = proxyCountWords(proxies);
  if (total === 0) {
    return { tone: 'neutral', icon: CloudOff, label: 'No proxy' };
  }
  if (areOffline(proxies)) return { tone: 'error', icon: CloudOff, label };
  if (unknown === total) return { tone: 'neutral', icon: HelpOutline, label };
  if (online < total) {
    return { tone: 'warning', icon: WarningOutlined, label };
  }
  return { tone: 'ok', icon: CheckCircleOutline, label };
}
