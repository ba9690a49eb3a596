/**
 * Live grants, as `access` keeps them. A grant is live from its approval until
 * its permission is seen to be gone.
 */
export interface GrantReader {
  liveGrants(options?: { asOf?: string }): Promise<LiveGrant[]>;
  /** Requests that wait for a decision or for their start, now. */
  openRequests(): Promise<LiveGrant[]>;
  /** Grows whenever a grant becomes live or ends, on any replica. */
  revision(): Promise<number>;
}

/** One grant or request on one pair; one between domains has an entry for each. */
export type LiveGrant = {
  id: string;
  /** Entity ref of the DAG. */
  dag: string;
  /** Entity ref of the service. */
  service: string;
  port: number;
};
