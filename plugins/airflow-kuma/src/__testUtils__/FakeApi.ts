import {
  FilterValues,
  GraphAnswer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessOptions, AirflowKumaApi } from '../api';
import {
  readinessAnswer,
  readinessMeshes,
  readinessPullRequests,
} from './readinessSamples';
import {
  airflowSource,
  dagDetails,
  dagPage,
  explanation,
  preview,
  request,
  serviceDetails,
  servicePage,
  staleSource,
} from './samples';

const option = (value: string) => ({
  value,
  label: value,
  dags: 3,
  services: 2,
});

/** What the filter bar offers. */
export const filterValues: FilterValues = {
  instance: [option('prod'), option('legacy')],
  controlPlane: [option('eu')],
  mesh: [option('default'), option('ai')],
  zone: [option('east')],
  environment: [option('production'), option('staging')],
  dataDomain: [option('Orders'), option('AI')],
  owner: [option('group:default/orders'), option('group:default/payments')],
  state: [option('blocked'), option('aligned')],
};

/** What config lets people ask for. */
export const accessOptions: AccessOptions = {
  durations: {
    presets: ['P1D', 'P7D', 'P30D'],
    max: 'P90D',
    recommended: 'P7D',
  },
  reason: { minLength: 10 },
  breakGlass: { enabled: false, maxDuration: 'PT4H' },
  shadowDiff: false,
};

const emptyGraph: GraphAnswer = {
  nodes: [],
  edges: [],
  groups: [],
  totals: { dags: 0, services: 0, edges: 0, states: {} },
  hidden: [],
  asOf: '2026-11-23T00:00:00Z',
  permittedOnly: 0,
};

/** The API as the pages see it, answering from samples; every call is recorded. */
export function fakeApi(
  changes: Partial<jest.Mocked<AirflowKumaApi>> = {},
): jest.Mocked<AirflowKumaApi> {
  return {
    sources: jest.fn().mockResolvedValue([airflowSource, staleSource]),
    findings: jest.fn().mockResolvedValue([]),
    refreshSource: jest.fn().mockResolvedValue(undefined),
    confirmSource: jest.fn().mockResolvedValue(undefined),
    dags: jest.fn().mockResolvedValue(dagPage),
    services: jest.fn().mockResolvedValue(servicePage),
    filters: jest.fn().mockResolvedValue(filterValues),
    dag: jest.fn().mockResolvedValue(dagDetails),
    service: jest.fn().mockResolvedValue(serviceDetails),
    dagRuns: jest.fn().mockResolvedValue({ items: dagDetails.runs, total: 1 }),
    graph: jest.fn().mockResolvedValue(emptyGraph),
    reach: jest.fn().mockResolvedValue({ items: [], total: 0, unknown: 0 }),
    denials: jest.fn().mockResolvedValue({ notKnown: [] }),
    path: jest.fn().mockResolvedValue({
      hops: [],
      sentence: 'No way leads there.',
      complete: true,
    }),
    impact: jest.fn().mockResolvedValue({
      nodes: [],
      edges: [],
      opens: 0,
      closes: 0,
      breaks: 0,
      hidden: [],
    }),
    explain: jest.fn().mockResolvedValue(explanation),
    accessOptions: jest.fn().mockResolvedValue(accessOptions),
    accessWriters: jest.fn().mockResolvedValue([
      {
        controlPlane: 'eu',
        mesh: 'default',
        name: 'kubernetes',
        writable: false,
        how: 'The account of this portal in production lacks on meshtrafficpermissions.kuma.io: delete in shop.',
      },
    ]),
    createRequest: jest.fn().mockResolvedValue(request),
    offers: jest.fn(async pairs => pairs),
    preview: jest.fn().mockResolvedValue(preview),
    requests: jest.fn().mockResolvedValue({ items: [request], total: 1 }),
    request: jest.fn().mockResolvedValue(request),
    requestEvents: jest.fn().mockResolvedValue([
      {
        sequence: 1,
        at: '2026-11-23T00:00:00Z',
        actor: 'user:default/dana',
        action: 'access.request.created',
      },
    ]),
    requestAnswers: jest.fn().mockResolvedValue({
      approvedBy: [],
      lastUsedReason: 'No telemetry covers it.',
    }),
    requestRuns: jest.fn().mockResolvedValue({
      items: [],
      total: 0,
      from: '2026-11-23T00:00:00Z',
      identities: ['spiffe://default/orders'],
      dags: [],
      hidden: { dags: 0, runs: 0 },
      limits: [],
    }),
    requestPreview: jest.fn().mockResolvedValue(preview),
    requestShadowDiff: jest.fn().mockResolvedValue({ changes: [] }),
    act: jest.fn().mockResolvedValue(request),
    strays: jest.fn().mockResolvedValue([]),
    campaigns: jest.fn().mockResolvedValue([]),
    previewCampaign: jest.fn().mockResolvedValue({
      grants: 3,
      reviewers: [
        { ref: 'group:default/payments', grants: 2 },
        { ref: 'group:default/orders', grants: 1 },
      ],
    }),
    cancelCampaign: jest.fn(),
    startCampaign: jest.fn(),
    campaignItems: jest.fn().mockResolvedValue({ items: [], total: 0 }),
    campaignReviewers: jest.fn().mockResolvedValue([]),
    exportCampaign: jest.fn(),
    waiting: jest.fn().mockResolvedValue({ requests: 0, campaigns: [] }),
    answerCampaign: jest.fn().mockResolvedValue(undefined),
    readinessMeshes: jest.fn().mockResolvedValue(readinessMeshes),
    readiness: jest.fn().mockResolvedValue(readinessAnswer),
    exportReadiness: jest.fn(),
    readinessPullRequests: jest.fn().mockResolvedValue([readinessPullRequests]),
    openReadinessPullRequests: jest.fn(),
    audit: jest.fn().mockResolvedValue({ items: [], total: 0 }),
    auditState: jest.fn().mockResolvedValue({
      checkedAt: '2026-11-23T00:00:00Z',
      records: 12,
      problems: [],
      totalProblems: 0,
      signing: { verified: 0, ofOtherKeys: 0 },
    }),
    exportAudit: jest.fn(),
    ...changes,
  };
}
