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
  AccessRuns,
  AccessRequestInput,
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
import { ResponseError } from '@backstage/errors';
import { FetchApi } from '@backstage/frontend-plugin-api';
import {
  AccessAction,
  AccessOptions,
  AccessWriter,
  AccessQuery,
  AirflowKumaApi,
  AuditQuery,
  CampaignInput,
} from './AirflowKumaApi';
import { QueryValue, toSearch } from './toSearch';

/** How many graph answers are kept to tell "nothing changed". */
const KEPT_GRAPHS = 10;

/**
 * Client of the backend plugin.
 * @public
 */
export class AirflowKumaClient implements AirflowKumaApi {
  readonly #fetchApi: FetchApi;
  readonly #graphs = new Map<string, { text: string; answer: GraphAnswer }>();

  constructor(options: { fetchApi: FetchApi }) {
    this.#fetchApi = options.fetchApi;
  }

  sources(signal?: AbortSignal): Promise<SourceStatus[]> {
    return this.#list('/sources', signal);
  }

  findings(signal?: AbortSignal): Promise<MeshFinding[]> {
    return this.#list('/findings', signal);
  }

  async refreshSource(source: SourceReference): Promise<void> {
    await this.#post(`/sources/${sourcePath(source)}/refresh`, {});
  }

  async confirmSource(source: SourceReference): Promise<void> {
    await this.#post(`/sources/${sourcePath(source)}/confirm`, {});
  }

  dags(query: TableQuery, signal?: AbortSignal): Promise<Page<DagRow>> {
    return this.#get('/dags', query, signal);
  }

  services(query: TableQuery, signal?: AbortSignal): Promise<Page<ServiceRow>> {
    return this.#get('/services', query, signal);
  }

  filters(signal?: AbortSignal): Promise<FilterValues> {
    return this.#get('/filters', {}, signal);
  }

  dag(ref: string, signal?: AbortSignal): Promise<DagDetails> {
    return this.#get('/dag', { ref }, signal);
  }

  service(ref: string, signal?: AbortSignal): Promise<ServiceDetails> {
    return this.#get('/service', { ref }, signal);
  }

  dagRuns(
    ref: string,
    page: { offset?: number; limit?: number } = {},
    signal?: AbortSignal,
  ): Promise<Page<DagRun>> {
    return this.#get('/dag/runs', { ref, ...page }, signal);
  }

  async graph(query: GraphQuery, signal?: AbortSignal): Promise<GraphAnswer> {
    const path = `/graph${toSearch(query)}`;
    const text = await (await this.#fetch(path, { signal })).text();
    const known = this.#graphs.get(path);
    // The same object for the same answer, so that a poll that brings nothing
    // new costs neither a layout nor a rendering.
    if (known?.text === text) return known.answer;
    const answer: GraphAnswer = JSON.parse(text);
    this.#graphs.delete(path);
    this.#graphs.set(path, { text, answer });
    for (const oldest of this.#graphs.keys()) {
      if (this.#graphs.size <= KEPT_GRAPHS) break;
      this.#graphs.delete(oldest);
    }
    return answer;
  }

  reach(
    query: { to: string } | { from: string },
    signal?: AbortSignal,
  ): Promise<ReachAnswer> {
    return this.#get('/graph/reach', query, signal);
  }

  denials(service: string, signal?: AbortSignal): Promise<DenialsAnswer> {
    return this.#get('/graph/denials', { service }, signal);
  }

  path(
    query: { source: string; destination: string },
    signal?: AbortSignal,
  ): Promise<PathAnswer> {
    return this.#get('/graph/path', query, signal);
  }

  impact(query: ImpactQuery, signal?: AbortSignal): Promise<ImpactAnswer> {
    return this.#post('/graph/impact', query, signal);
  }

  explain(
    query: { source: string; destination: string; port?: number },
    signal?: AbortSignal,
  ): Promise<Explanation> {
    return this.#get('/explain', query, signal);
  }

  accessOptions(signal?: AbortSignal): Promise<AccessOptions> {
    return this.#get('/access/options', {}, signal);
  }

  async accessWriters(signal?: AbortSignal): Promise<AccessWriter[]> {
    const { items } = await this.#get<{ items: AccessWriter[] }>(
      '/access/writers',
      {},
      signal,
    );
    return items;
  }

  createRequest(input: AccessRequestInput): Promise<AccessRequest> {
    return this.#post('/access/requests', input);
  }

  async offers(
    pairs: AccessPair[],
    signal?: AbortSignal,
  ): Promise<AccessOffer[]> {
    const answer = await this.#post<{ items: AccessOffer[] }>(
      '/access/offers',
      { pairs },
      signal,
    );
    return answer.items;
  }

  preview(
    input: AccessRequestInput,
    signal?: AbortSignal,
  ): Promise<AccessPreview> {
    return this.#post('/access/preview', input, signal);
  }

  requests(
    query: AccessQuery,
    signal?: AbortSignal,
  ): Promise<Page<AccessRequest>> {
    return this.#get('/access/requests', query, signal);
  }

  request(id: string, signal?: AbortSignal): Promise<AccessRequest> {
    return this.#get(requestPath(id), {}, signal);
  }

  requestEvents(id: string, signal?: AbortSignal): Promise<AccessEvent[]> {
    return this.#list(`${requestPath(id)}/events`, signal);
  }

  requestAnswers(id: string, signal?: AbortSignal): Promise<AccessAnswers> {
    return this.#get(`${requestPath(id)}/answers`, {}, signal);
  }

  requestRuns(
    id: string,
    page: { offset?: number; limit?: number },
    signal?: AbortSignal,
  ): Promise<AccessRuns> {
    return this.#get(`${requestPath(id)}/runs`, page, signal);
  }

  requestPreview(id: string, signal?: AbortSignal): Promise<AccessPreview> {
    return this.#get(`${requestPath(id)}/preview`, {}, signal);
  }

  requestShadowDiff(id: string): Promise<AccessShadowDiff> {
    return this.#get(`${requestPath(id)}/shadow-diff`, {});
  }

  act(
    id: string,
    action: AccessAction,
    input: AccessDecisionInput,
  ): Promise<AccessRequest> {
    return this.#post(`${requestPath(id)}/${action}`, input);
  }

  strays(signal?: AbortSignal): Promise<AccessStray[]> {
    return this.#list('/access/strays', signal);
  }

  campaigns(signal?: AbortSignal): Promise<AccessCampaign[]> {
    return this.#list('/access/campaigns', signal);
  }

  previewCampaign(
    filter: CampaignInput['filter'],
    signal?: AbortSignal,
  ): Promise<AccessCampaignPreview> {
    return this.#post('/access/campaigns/preview', { filter }, signal);
  }

  cancelCampaign(id: string, rationale: string): Promise<AccessCampaign> {
    return this.#post(`/access/campaigns/${encodeURIComponent(id)}/cancel`, {
      rationale,
    });
  }

  startCampaign(input: CampaignInput): Promise<AccessCampaign> {
    return this.#post('/access/campaigns', input);
  }

  campaignItems(
    id: string,
    page: { offset?: number; limit?: number },
    signal?: AbortSignal,
  ): Promise<Page<AccessCampaignItem>> {
    const path = `/access/campaigns/${encodeURIComponent(id)}/items`;
    return this.#get(path, page, signal);
  }

  campaignReviewers(
    id: string,
    signal?: AbortSignal,
  ): Promise<AccessCampaignReviewer[]> {
    const campaign = `/access/campaigns/${encodeURIComponent(id)}`;
    return this.#list(`${campaign}/reviewers`, signal);
  }

  async exportCampaign(id: string, format: 'json' | 'csv'): Promise<Blob> {
    const campaign = `/access/campaigns/${encodeURIComponent(id)}`;
    return (await this.#fetch(`${campaign}/export.${format}`)).blob();
  }

  waiting(signal?: AbortSignal): Promise<AccessWaiting> {
    return this.#get('/access/waiting', {}, signal);
  }

  async answerCampaign(
    id: string,
    requestId: string,
    answer: { decision: 'keep' | 'end'; rationale: string },
  ): Promise<void> {
    const campaign = `/access/campaigns/${encodeURIComponent(id)}`;
    await this.#post(
      `${campaign}/items/${encodeURIComponent(requestId)}`,
      answer,
    );
  }

  audit(query: AuditQuery, signal?: AbortSignal): Promise<Page<AuditRecord>> {
    return this.#get('/audit', query, signal);
  }

  auditState(signal?: AbortSignal): Promise<AuditState> {
    return this.#get('/audit/state', {}, signal);
  }

  async exportAudit(format: 'json' | 'csv', query: AuditQuery): Promise<Blob> {
    const search = toSearch(query);
    return (await this.#fetch(`/audit/export.${format}${search}`)).blob();
  }

  readinessMeshes(signal?: AbortSignal): Promise<ReadinessMesh[]> {
    return this.#list('/readiness/meshes', signal);
  }

  readiness(
    mesh: { controlPlane: string; mesh: string },
    signal?: AbortSignal,
  ): Promise<ReadinessAnswer> {
    return this.#get('/readiness', mesh, signal);
  }

  async exportReadiness(mesh: {
    controlPlane: string;
    mesh: string;
  }): Promise<Blob> {
    return (await this.#fetch(`/readiness/export.csv${toSearch(mesh)}`)).blob();
  }

  async readinessPullRequests(
    mesh: { controlPlane: string; mesh: string },
    signal?: AbortSignal,
  ): Promise<ReadinessPullRequests[]> {
    const answer = await this.#get<{ items: ReadinessPullRequests[] }>(
      '/readiness/pull-requests',
      mesh,
      signal,
    );
    return answer.items;
  }

  openReadinessPullRequests(input: {
    controlPlane: string;
    mesh: string;
    owner: string;
  }): Promise<ReadinessPullRequests> {
    return this.#post('/readiness/pull-requests', input);
  }

  async #fetch(path: string, init?: RequestInit): Promise<Response> {
    const response = await this.#fetchApi.fetch(
      `plugin://airflow-kuma${path}`,
      // `no-cache` asks the server each time but sends the ETag that the
      // browser holds, so an unchanged answer crosses the wire as a 304.
      { cache: 'no-cache', ...init },
    );
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }

  async #get<T>(
    path: string,
    query: Record<string, QueryValue>,
    signal?: AbortSignal,
  ): Promise<T> {
    const response = await this.#fetch(`${path}${toSearch(query)}`, { signal });
    return response.json();
  }

  async #list<T>(path: string, signal?: AbortSignal): Promise<T[]> {
    const { items } = await this.#get<{ items: T[] }>(path, {}, signal);
    return items;
  }

  async #post<T>(path: string, body: object, signal?: AbortSignal): Promise<T> {
    const response = await this.#fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
    // Actions that answer nothing answer 204.
    return response.status === 204 ? (undefined as T) : response.json();
  }
}

function requestPath(id: string): string {
  return `/access/requests/${encodeURIComponent(id)}`;
}

function sourcePath(source: SourceReference): string {
  return `${source.kind}/${encodeURIComponent(source.name)}`;
}
