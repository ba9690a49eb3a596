import {
  AccessAnswers,
  AccessCampaign,
  AccessCampaignItem,
  AccessCampaignPreview,
  AccessCampaignReviewer,
  AccessDecisionInput,
  AccessEvent,
  AccessOffer,
  AccessPair,
  AccessPreview,
  AccessRequest,
  AccessRequestInput,
  AccessRuns,
  AccessShadowDiff,
  AccessStray,
  AccessWaiting,
  AuditRecord,
  AuditState,
  DagDetails,
  DagRow,
  DagRun,
  DenialsAnswer,
  Explanation,
  FilterValues,
  GraphAnswer,
  GraphQuery,
  ImpactAnswer,
  ImpactQuery,
  MeshFinding,
  Page,
  PathAnswer,
  ReachAnswer,
  ReadinessAnswer,
  ReadinessMesh,
  ReadinessPullRequests,
  ServiceDetails,
  ServiceRow,
  SourceReference,
  SourceStatus,
  TableQuery,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createApiRef } from '@backstage/frontend-plugin-api';

/** Which requests to list. @public */
export type AccessView =
  | 'all'
  | 'mine'
  | 'to-decide'
  | 'pending'
  | 'live'
  | 'history'
  | 'drift'
  | 'to-review';

/** Query of the lists of requests. @public */
export type AccessQuery = {
  view: AccessView;
  /** Only requests that touch this entity, as source or destination. */
  ref?: string;
  /** In the names of both ends, the reason, the ticket or the id. */
  text?: string;
  /** Who asked, decided or ended it: a ref, or a part of a name. */
  person?: string;
  /** A DAG of its source: a ref, or a part of a name. */
  dag?: string;
  /** A service of its destination: the same. */
  service?: string;
  /** Of the states that the view holds. */
  state?: string[];
  /** It was open or live at some time between these (ISO). */
  from?: string;
  to?: string;
  offset?: number;
  limit?: number;
};

/** What the config lets people ask for, `GET /access/options`. @public */
export type AccessOptions = {
  /** ISO 8601 durations; `max` can be `until-revoked`. */
  durations: { presets: string[]; max: string; recommended: string };
  reason: { minLength: number; pattern?: string; patternHint?: string };
  breakGlass: { enabled: boolean; maxDuration: string };
  /** Whether approvers may ask Kuma itself what a request would change. */
  shadowDiff: boolean;
};

/** How permissions get into a mesh, `GET /access/writers`. @public */
export type AccessWriter = {
  controlPlane: string;
  mesh: string;
  /** Name of the driver, e.g. `kubernetes`. */
  name: string;
  writable: boolean;
  /** In words how, or what is missing. */
  how: string;
};

/** What a person can do to a request by hand. @public */
export type AccessAction =
  | 'approve'
  | 'deny'
  | 'withdraw'
  | 'revoke'
  | 'extend'
  | 'review'
  | 'ask-caller-again';

/** What starts a review of live grants. @public */
export type CampaignInput = Pick<
  AccessCampaign,
  'title' | 'deadline' | 'unanswered' | 'filter'
>;

/** Query of the audit trail; also of its export. @public */
export type AuditQuery = {
  text?: string;
  action?: string;
  actor?: string;
  requestId?: string;
  from?: string;
  to?: string;
  offset?: number;
  limit?: number;
};

/** What the pages ask the backend. @public */
export interface AirflowKumaApi {
  sources(signal?: AbortSignal): Promise<SourceStatus[]>;
  /** What will surprise somebody in the permissions of all meshes. */
  findings(signal?: AbortSignal): Promise<MeshFinding[]>;
  /** Read a source now. */
  refreshSource(source: SourceReference): Promise<void>;
  /** Accept a sudden drop that was held back. */
  confirmSource(source: SourceReference): Promise<void>;
  dags(query: TableQuery, signal?: AbortSignal): Promise<Page<DagRow>>;
  services(query: TableQuery, signal?: AbortSignal): Promise<Page<ServiceRow>>;
  filters(signal?: AbortSignal): Promise<FilterValues>;
  dag(ref: string, signal?: AbortSignal): Promise<DagDetails>;
  service(ref: string, signal?: AbortSignal): Promise<ServiceDetails>;
  dagRuns(
    ref: string,
    page?: { offset?: number; limit?: number },
    signal?: AbortSignal,
  ): Promise<Page<DagRun>>;
  graph(query: GraphQuery, signal?: AbortSignal): Promise<GraphAnswer>;
  /** Who can reach a service, or what a DAG can reach. */
  reach(
    query: { to: string } | { from: string },
    signal?: AbortSignal,
  ): Promise<ReachAnswer>;
  /** What a service refused in the last day. */
  denials(serviceRef: string, signal?: AbortSignal): Promise<DenialsAnswer>;
  /** The way from a DAG to a service, and the policies on it. */
  path(
    query: { source: string; destination: string },
    signal?: AbortSignal,
  ): Promise<PathAnswer>;
  /** What a change of permissions would open and close. */
  impact(query: ImpactQuery, signal?: AbortSignal): Promise<ImpactAnswer>;
  explain(
    query: { source: string; destination: string; port?: number },
    signal?: AbortSignal,
  ): Promise<Explanation>;
  /** What the config lets people ask for. */
  accessOptions(signal?: AbortSignal): Promise<AccessOptions>;
  accessWriters(signal?: AbortSignal): Promise<AccessWriter[]>;
  createRequest(input: AccessRequestInput): Promise<AccessRequest>;
  /** Which of these a guardrail refuses however short it is asked for. */
  offers(pairs: AccessPair[], signal?: AbortSignal): Promise<AccessOffer[]>;
  preview(
    input: AccessRequestInput,
    signal?: AbortSignal,
  ): Promise<AccessPreview>;
  requests(
    query: AccessQuery,
    signal?: AbortSignal,
  ): Promise<Page<AccessRequest>>;
  request(id: string, signal?: AbortSignal): Promise<AccessRequest>;
  /** The steps in the life of a request, oldest first. */
  requestEvents(id: string, signal?: AbortSignal): Promise<AccessEvent[]>;
  /** Who approved, when last used, why it ended. */
  requestAnswers(id: string, signal?: AbortSignal): Promise<AccessAnswers>;
  /** Who ran what with it: every DAG on its identities, newest first. */
  requestRuns(
    id: string,
    page: { offset?: number; limit?: number },
    signal?: AbortSignal,
  ): Promise<AccessRuns>;
  /** What granting it would do now, computed again for the approver. */
  requestPreview(id: string, signal?: AbortSignal): Promise<AccessPreview>;
  /** What Kuma itself says it would change; for approvers, where enabled. */
  requestShadowDiff(id: string): Promise<AccessShadowDiff>;
  act(
    id: string,
    action: AccessAction,
    input: AccessDecisionInput,
  ): Promise<AccessRequest>;
  /** Permissions that bear our label and belong to no grant; for administrators. */
  strays(signal?: AbortSignal): Promise<AccessStray[]>;
  campaigns(signal?: AbortSignal): Promise<AccessCampaign[]>;
  /** How many grants a campaign would look at, and whose. */
  previewCampaign(
    filter: CampaignInput['filter'],
    signal?: AbortSignal,
  ): Promise<AccessCampaignPreview>;
  cancelCampaign(id: string, rationale: string): Promise<AccessCampaign>;
  startCampaign(input: CampaignInput): Promise<AccessCampaign>;
  campaignItems(
    id: string,
    page: { offset?: number; limit?: number },
    signal?: AbortSignal,
  ): Promise<Page<AccessCampaignItem>>;
  /** How far each reviewer of a campaign is. */
  campaignReviewers(
    id: string,
    signal?: AbortSignal,
  ): Promise<AccessCampaignReviewer[]>;
  /** The record of a campaign, for readers of the audit trail. */
  exportCampaign(id: string, format: 'json' | 'csv'): Promise<Blob>;
  /** What waits for the decision of whoever asks. */
  waiting(signal?: AbortSignal): Promise<AccessWaiting>;
  answerCampaign(
    id: string,
    requestId: string,
    answer: { decision: 'keep' | 'end'; rationale: string },
  ): Promise<void>;
  audit(query: AuditQuery, signal?: AbortSignal): Promise<Page<AuditRecord>>;
  /** Whether the chain of the trail verifies, and whether heads are signed. */
  auditState(signal?: AbortSignal): Promise<AuditState>;
  exportAudit(format: 'json' | 'csv', query: AuditQuery): Promise<Blob>;
  /** Meshes for which readiness for Kuma 3.0 can be told. */
  readinessMeshes(signal?: AbortSignal): Promise<ReadinessMesh[]>;
  readiness(
    mesh: { controlPlane: string; mesh: string },
    signal?: AbortSignal,
  ): Promise<ReadinessAnswer>;
  exportReadiness(mesh: { controlPlane: string; mesh: string }): Promise<Blob>;
  /** How the pull requests of owners stand that make workloads ready for Kuma 3.0. */
  readinessPullRequests(
    mesh: { controlPlane: string; mesh: string },
    signal?: AbortSignal,
  ): Promise<ReadinessPullRequests[]>;
  /** Opens those of an owner; what is open already is only told. */
  openReadinessPullRequests(input: {
    controlPlane: string;
    mesh: string;
    owner: string;
  }): Promise<ReadinessPullRequests>;
}

/** Reference of the API client; an app may supply its own. @public */
export const airflowKumaApiRef = createApiRef<AirflowKumaApi>().with({
  id: 'plugin.airflow-kuma.client',
  pluginId: 'airflow-kuma',
});
