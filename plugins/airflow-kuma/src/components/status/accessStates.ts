import { AccessState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Block from '@material-ui/icons/Block';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import Loop from '@material-ui/icons/Loop';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import Schedule from '@material-ui/icons/Schedule';
import TimerOff from '@material-ui/icons/TimerOff';
import Undo from '@material-ui/icons/Undo';
import { StatusLook } from './StatusChip';

/** How the states of a request look. */
export const ACCESS_STATES: Record<
  AccessState,
  StatusLook & { explanation: string }
> = {
  pending: {
    tone: 'warning',
    icon: HourglassEmpty,
    label: 'Waiting for approval',
    explanation: 'Nobody has decided yet, or more approvals are needed.',
  },
  denied: {
    tone: 'error',
    icon: Block,
    label: 'Denied',
    explanation: 'An approver or a guardrail said no.',
  },
  withdrawn: {
    tone: 'neutral',
    icon: Undo,
    label: 'Withdrawn',
    explanation: 'The requester took it back.',
  },
  lapsed: {
    tone: 'neutral',
    icon: TimerOff,
    label: 'Lapsed',
    explanation: 'Nobody decided in time.',
  },
  scheduled: {
    tone: 'progress',
    icon: Schedule,
    label: 'Scheduled',
    explanation: 'Approved; it starts later.',
  },
  applying: {
    tone: 'progress',
    icon: Loop,
    label: 'Applying',
    explanation: 'Approved; the mesh has not been seen to agree yet.',
  },
  active: {
    tone: 'ok',
    icon: CheckCircleOutline,
    label: 'Active',
    explanation: 'The permission is seen in the mesh and lets the caller in.',
  },
  removing: {
    tone: 'progress',
    icon: Loop,
    label: 'Removing',
    explanation: 'The permission is being taken out of the mesh.',
  },
  removed: {
    tone: 'neutral',
    icon: RemoveCircleOutline,
    label: 'Removed',
    explanation: 'The permission is gone.',
  },
};
