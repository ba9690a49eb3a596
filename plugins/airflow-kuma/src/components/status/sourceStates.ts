import {
  SourcePart,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import BuildOutlined from '@material-ui/icons/BuildOutlined';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import WarningOutlined from '@material-ui/icons/ReportProblemOutlined';
import { StatusLook } from './StatusChip';

/** How the states of a source look. */
export const SOURCE_STATES: Record<
  SourceStatus['state'],
  StatusLook & { explanation: string }
> = {
  ok: {
    tone: 'ok',
    icon: CheckCircleOutline,
    label: 'Up to date',
    explanation: 'The last read had what everything rests on.',
  },
  stale: {
    tone: 'warning',
    icon: WarningOutlined,
    label: 'Stale',
    explanation: 'The last read failed; older data is shown.',
  },
  never: {
    tone: 'neutral',
    icon: HelpOutline,
    label: 'Never read',
    explanation: 'Nothing has been read from it yet.',
  },
  misconfigured: {
    tone: 'error',
    icon: BuildOutlined,
    label: 'Misconfigured',
    explanation: 'Its configuration is wrong; the message names the key.',
  },
};

/** How the states of a part of a source look. */
export const PART_STATES: Record<
  SourcePart['state'] | 'doubtful',
  StatusLook & { explanation: string }
> = {
  read: {
    tone: 'ok',
    icon: CheckCircleOutline,
    label: 'Read',
    explanation: 'The last read had it.',
  },
  doubtful: {
    tone: 'warning',
    icon: WarningOutlined,
    label: 'May not be whole',
    explanation: 'It was read, but something speaks against its being all.',
  },
  'not-told': {
    tone: 'neutral',
    icon: HelpOutline,
    label: 'Not told',
    explanation:
      'The source, or the role of our account, does not tell it. What was read before stands.',
  },
  failed: {
    tone: 'warning',
    icon: WarningOutlined,
    label: 'Failed',
    explanation:
      'It was asked for and did not come. What was read before stands.',
  },
};
