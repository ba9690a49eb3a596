import {
  capitalized,
  EdgeState,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EDGE_STATES } from './edgeStates';

/** States of DAGs and services that a filter can ask for, beside those of edges. */
const OTHERS: Record<string, string> = { broken: 'Import error' };

/** A state of the filter as its chip in the table says it. */
export function stateInWords(state: string): string {
  return (
    EDGE_STATES[state as EdgeState]?.label ??
    OTHERS[state] ??
    capitalized(state.replace(/-/g, ' '))
  );
}
