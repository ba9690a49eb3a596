import { ReadinessState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Block from '@material-ui/icons/Block';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import LockOpen from '@material-ui/icons/LockOpen';
import { StatusLook } from './StatusChip';

/** How the states of a call under Kuma 3.0 look, and what they mean. */
export const READINESS_LOOKS: Record<
  ReadinessState,
  StatusLook & { explanation: string }
> = {
  stops: {
    tone: 'error',
    icon: Block,
    label: 'Stops',
    explanation: 'The call passes today, and is refused under 3.0.',
  },
  'cannot-be-told': {
    tone: 'neutral',
    icon: HelpOutline,
    label: 'Cannot be told',
    explanation: 'What happens today or under 3.0 cannot be judged.',
  },
  opens: {
    tone: 'warning',
    icon: LockOpen,
    label: 'Opens',
    explanation: 'The call is refused today, and passes under 3.0.',
  },
  stays: {
    tone: 'ok',
    icon: CheckCircleOutline,
    label: 'Stays',
    explanation: 'Nothing changes for the call.',
  },
};
