import { AccessState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Block from '@material-ui/icons/Block';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import Loop from '@material-ui/icons/Loop';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import Schedule from '@material-ui/icons/Schedule';
import RateReview from '@material-ui/icons/RateReview';
import SyncProblem from '@material-ui/icons/SyncProblem';
import TimerOff from '@material-ui/icons/TimerOff';
import Undo from '@material-ui/icons/Undo';
import Update from '@material-ui/icons/Update';
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
  expired: {
    tone: 'neutral',
    icon: TimerOff,
    label: 'Expired',
    explanation: 'Its time was over; the permission is gone.',
  },
  revoked: {
    tone: 'neutral',
    icon: RemoveCircleOutline,
    label: 'Revoked',
    explanation: 'A person ended it; the permission is gone.',
  },
  superseded: {
    tone: 'neutral',
    icon: Update,
    label: 'Extended',
    explanation: 'A longer grant took its place, without a gap.',
  },
  'ended-unused': {
    tone: 'neutral',
    icon: HourglassEmpty,
    label: 'Ended: unused',
    explanation: 'Nobody was seen to use it; the permission is gone.',
  },
  'ended-drift': {
    tone: 'neutral',
    icon: SyncProblem,
    label: 'Ended: drift',
    explanation:
      'Its permission was changed outside of this portal, so the grant ended.',
  },
  'ended-review': {
    tone: 'neutral',
    icon: RateReview,
    label: 'Ended: review',
    explanation: 'A review of grants ended it; the permission is gone.',
  },
};
