import { AirflowApiVersion } from './types';

/**
 * Links into Airflow's UI, for people.
 * @public
 */
export const airflowLinks = {
  /** The page of a DAG. */
  dag(uiUrl: string, api: AirflowApiVersion, dagId: string): string {
    const page = `${base(uiUrl)}/dags/${encodeURIComponent(dagId)}`;
    return api === 'v1' ? `${page}/grid` : page;
  },
  /** The page of a run. */
  run(
    uiUrl: string,
    api: AirflowApiVersion,
    run: { dagId: string; runId: string },
  ): string {
    const page = airflowLinks.dag(uiUrl, api, run.dagId);
    const runId = encodeURIComponent(run.runId);
    return api === 'v1'
      ? `${page}?dag_run_id=${runId}`
      : `${page}/runs/${runId}`;
  },
};

function base(uiUrl: string): string {
  return uiUrl.replace(/\/+$/, '');
}
