/** A run that could use a grant. @public */
export type AccessRun = {
  /** Entity ref of its DAG. */
  dag: string;
  dagName: string;
  /** Whether the request was for this DAG; the others share its identity. */
  requested: boolean;
  runId: string;
  state: string;
  runType: string;
  triggeredBy?: string;
  /** Airflow's user name; absent where Airflow names nobody. */
  user?: string;
  /** URI SANs of the grant that the DAG ran as. */
  identity: string[];
  start?: string;
  end?: string;
  uiUrl: string;
  /** Why it may have run as somebody else, where that is not sure. */
  doubt?: string;
};

/**
 * Who ran what with a grant, `GET /access/requests/:id/runs`: the runs of every
 * DAG on its identities while its permission was in the mesh, newest first.
 * @public
 */
export type AccessRuns = {
  items: AccessRun[];
  total: number;
  /** Since when the permission was in the mesh; absent where it never was. */
  from?: string;
  /** Until when; absent while it is. */
  to?: string;
  identities: string[];
  /** DAGs that ran as one of the identities in that time. */
  dags: { ref: string; name: string; requested: boolean }[];
  /** What the catalog keeps from the caller: counted, not named. */
  hidden: { dags: number; runs: number };
  /** What may be missing here, in sentences. */
  limits: string[];
};
