import { DagRun } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  airflowLinks,
  RawDagRun,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { LinkBase } from './settings';

/** A run, with when it was queued, which orders those that did not start. */
export function normaliseRun(
  run: RawDagRun,
  instance: string,
  links: LinkBase,
): DagRun & { queued?: string } {
  return {
    instance,
    dagId: run.dagId,
    runId: run.runId,
    state: run.state,
    runType: run.runType,
    triggeredBy: run.triggeredBy,
    user: run.user,
    logicalDate: run.logicalDate,
    start: run.start,
    end: run.end,
    duration: run.duration,
    note: run.note,
    queued: run.queued,
    uiUrl: airflowLinks.run(links.uiUrl, links.api, run),
  };
}
