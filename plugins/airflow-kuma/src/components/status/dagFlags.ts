import { Dag } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import LinkOff from '@material-ui/icons/LinkOff';
import PauseCircleOutline from '@material-ui/icons/PauseCircleOutline';
import { StatusLook } from './StatusChip';

/** What is out of the ordinary about a DAG; empty when nothing is. */
export function dagFlags(
  dag: Pick<Dag, 'isPaused' | 'isStale' | 'hasImportErrors'>,
): (StatusLook & { explanation: string })[] {
  const flags: (StatusLook & { explanation: string })[] = [];
  if (dag.hasImportErrors) {
    flags.push({
      tone: 'error',
      icon: ErrorOutline,
      label: 'Import error',
      explanation: 'Airflow cannot load the file; what is shown is older.',
    });
  }
  if (dag.isStale) {
    flags.push({
      tone: 'warning',
      icon: LinkOff,
      label: 'Stale',
      explanation: 'No file defines this DAG any more.',
    });
  }
  if (dag.isPaused) {
    flags.push({
      tone: 'neutral',
      icon: PauseCircleOutline,
      label: 'Paused',
      explanation: 'Airflow starts no runs of it by itself.',
    });
  }
  return flags;
}
