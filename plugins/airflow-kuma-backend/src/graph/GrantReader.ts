/**
 * Live grants, as `access` keeps them. A grant is live from its approval until
 * its permission is seen to be gone.
 */
export interface GrantReader {
  liveGrants(options?: { asOf?: string }): Promise<LiveGrant[]>;
  /** Grows whenever a grant becomes live or ends, on any replica. */
  revision(): Promise<number>;
}

/** One grant on one pair; a grant between domains has one entry a pair. */
export type LiveGrant = {
  id: string;
  /** Entity ref of the DAG. */
  dag: string;
  /** Entity ref of the service. */
  service: string;
  port: number;
};
