import {
  EDGE_STATES as EDGE_STATE_ORDER,
  EdgeState,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Block from '@material-ui/icons/Block';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import LockOpen from '@material-ui/icons/LockOpen';
import VisibilityOutlined from '@material-ui/icons/VisibilityOutlined';
import VpnKeyOutlined from '@material-ui/icons/VpnKeyOutlined';
import { StatusLook } from './StatusChip';

/** How an edge state looks, and what it means. */
export type EdgeStateLook = StatusLook & {
  explanation: string;
  /** SVG dash pattern of the line, so that states differ without colour. */
  dash?: string;
  width: number;
  /** Text on the line; short. */
  mark: string;
};

/** All edge states. */
export const EDGE_STATES: Record<EdgeState, EdgeStateLook> = {
  blocked: {
    tone: 'error',
    icon: Block,
    label: 'Blocked',
    explanation: 'Calls were seen and the mesh refused them.',
    dash: '4 4',
    width: 3,
    mark: 'blocked',
  },
  'needs-permission': {
    tone: 'error',
    icon: VpnKeyOutlined,
    label: 'Needs permission',
    explanation: 'The DAG declares this service and the mesh denies it.',
    dash: '9 5',
    width: 2,
    mark: 'needs permission',
  },
  'not-enforced': {
    tone: 'warning',
    icon: LockOpen,
    label: 'Not enforced',
    explanation: 'The mesh does not decide here, so calls pass.',
    dash: '12 4 2 4',
    width: 2,
    mark: 'open',
  },
  undeclared: {
    tone: 'warning',
    icon: VisibilityOutlined,
    label: 'Undeclared',
    explanation:
      'Calls were seen that no DAG which could have made them declares.',
    dash: '1 3',
    width: 2.5,
    mark: 'undeclared',
  },
  unknown: {
    tone: 'neutral',
    icon: HelpOutline,
    label: 'Unknown',
    explanation: 'A source that decides this is down, stale or not understood.',
    dash: '2 5',
    width: 1.5,
    mark: '?',
  },
  unused: {
    tone: 'progress',
    icon: HourglassEmpty,
    label: 'Unused',
    explanation:
      'Permitted, but nothing was seen in a window that telemetry covers.',
    dash: '16 6',
    width: 1.5,
    mark: 'unused',
  },
  aligned: {
    tone: 'ok',
    icon: CheckCircleOutline,
    label: 'Aligned',
    explanation: 'What is declared, permitted and observed agree.',
    width: 1.5,
    mark: '',
  },
};

/** Edge states, worst first. */
export { EDGE_STATE_ORDER };

/** Its label after a count: 1 needs permission, 2 need permission. */
export function labelOfMany(state: EdgeState, count: number): string {
  // The only one of them that is a verb.
  return state === 'needs-permission' && count > 1
    ? 'Need permission'
    : EDGE_STATES[state].label;
}
