import { CallersEndState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Block from '@material-ui/icons/Block';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import Link from '@material-ui/icons/Link';
import Loop from '@material-ui/icons/Loop';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import { StatusLook } from './StatusChip';

/** How the caller's end of a request looks. */
export const CALLERS_END_STATES: Record<
  CallersEndState,
  StatusLook & { explanation: string }
> = {
  'not-needed': {
    tone: 'ok',
    icon: CheckCircleOutline,
    label: 'Nothing to do',
    explanation: 'Nothing at the caller keeps its calls from going out.',
  },
  unknown: {
    tone: 'neutral',
    icon: HelpOutline,
    label: 'Cannot be told',
    explanation:
      'Whether the caller lets its calls out cannot be read; nothing waits for it.',
  },
  waiting: {
    tone: 'warning',
    icon: HourglassEmpty,
    label: "Waiting for the caller's side",
    explanation:
      'The proxies of the caller let no call out to the destination until the owner of the workload opens it.',
  },
  refused: {
    tone: 'error',
    icon: Block,
    label: "Refused by the caller's side",
    explanation:
      'The owner of the workload closed the pull request without merging it.',
  },
  open: {
    tone: 'ok',
    icon: CheckCircleOutline,
    label: 'Open',
    explanation: 'Opened for this request, and seen in the mesh.',
  },
  'taking-back': {
    tone: 'progress',
    icon: Loop,
    label: "Caller's side still open",
    explanation:
      'The grant has ended; the owner of the workload has still to take the way out back.',
  },
  'taken-back': {
    tone: 'neutral',
    icon: RemoveCircleOutline,
    label: 'Taken back',
    explanation: 'The way out that was opened for the grant is gone.',
  },
  kept: {
    tone: 'neutral',
    icon: Link,
    label: 'Kept',
    explanation: 'Another grant or a declaration needs the same way out.',
  },
};
