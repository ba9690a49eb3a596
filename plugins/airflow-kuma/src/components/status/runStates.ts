import { capitalized } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import CancelOutlined from '@material-ui/icons/CancelOutlined';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import Loop from '@material-ui/icons/Loop';
import RadioButtonUnchecked from '@material-ui/icons/RadioButtonUnchecked';
import Schedule from '@material-ui/icons/Schedule';
import { StatusLook } from './StatusChip';

const KNOWN: Record<string, Pick<StatusLook, 'tone' | 'icon'>> = {
  success: { tone: 'ok', icon: CheckCircleOutline },
  failed: { tone: 'error', icon: CancelOutlined },
  running: { tone: 'progress', icon: Loop },
  queued: { tone: 'neutral', icon: Schedule },
};

/** Look of a run's state; Airflow adds states, so unknown ones show as they are. */
export function runStateLook(state: string): StatusLook {
  const label = capitalized(state.replace(/_/g, ' '));
  return {
    ...(KNOWN[state] ?? { tone: 'neutral', icon: RadioButtonUnchecked }),
    label,
  };
}
