import { AirflowStandIn } from '@airflow-kuma/demo-upstreams';
import { waitFor } from './harness';
import { AUTHOR, OWNER, Portal } from './Portal';

/** A mesh in which the story plays: a real one, or its stand-in. */
export type StoryMesh = {
  url: string;
  /** Whether a caller reaches the HTTP port of payments just now. */
  reaches(caller: string): Promise<'allow' | 'deny' | 'failed'>;
  /** Names of the permissions in the mesh. */
  permissions(): Promise<string[]>;
};

// From the approval to the page, and from the revocation to Envoy.
const CHANGE = { timeoutMs: 10_000, everyMs: 200 };
const SETTLED = { timeoutMs: 40_000, everyMs: 500 };

const API = '/airflow-kuma';

/**
 * The main job, from an empty portal to a call that is refused again. Each
 * step is a test, and each needs the one before.
 */
export function tellAccessStory(
  start: () => Promise<{ mesh: StoryMesh; airflow: AirflowStandIn }>,
): void {
  let mesh: StoryMesh;
  let portal: Portal;
  let dag: string;
  let service: string;
  let id: string;

  const edge = async () => {
    const { body } = await portal.as(
      AUTHOR,
      'GET',
      `${API}/dag?ref=${encodeURIComponent(dag)}`,
    );
    return body.edges?.find((candidate: any) => candidate.service === service);
  };
  const request = async () =>
    (await portal.as(AUTHOR, 'GET', `${API}/access/requests/${id}`)).body;
  const act = (user: string, what: string, rationale: string) =>
    portal.as(user, 'POST', `${API}/access/requests/${id}/${what}`, {
      rationale,
    });

  beforeAll(async () => {
    const upstreams = await start();
    mesh = upstreams.mesh;
    portal = await Portal.start({
      airflow: {
        instances: {
          live: {
            baseUrl: upstreams.airflow.url,
            auth: { type: 'password', username: 'viewer', password: 'viewer' },
            owners: { default: 'group:default/team-orders' },
          },
        },
      },
      kuma: {
        controlPlanes: {
          live: {
            baseUrl: mesh.url,
            labels: { dataDomain: 'data-domain', owner: 'team' },
            owners: {
              rules: [
                {
                  label: 'team=team-payments',
                  entityRef: 'group:default/team-payments',
                },
              ],
            },
          },
        },
      },
      identities: [
        {
          match: { instance: 'live' },
          controlPlane: 'live',
          mesh: 'default',
          dataplaneLabels: { app: 'airflow-orders' },
        },
      ],
      dependencies: { defaultMesh: 'default' },
    });
  }, 300_000);

  afterAll(async () => {
    await portal?.stop();
  }, 60_000);

  it('brings the DAG and the service into the catalog', async () => {
    [dag, service] = await waitFor(
      'both entities',
      async () => {
        const refs = await Promise.all([
          portal.refOf('airflow.apache.org/dag-id', 'orders_etl'),
          portal.refOf('kuma.io/service', 'payments'),
        ]);
        return refs.every(Boolean) && (refs as string[]);
      },
      { timeoutMs: 60_000, everyMs: 500 },
    );
  }, 90_000);

  it('sees that the DAG needs a permission', async () => {
    const found = await waitFor('the declared edge', edge, SETTLED);
    expect(found).toMatchObject({
      state: 'needs-permission',
      declared: expect.anything(),
      permitted: { outcome: 'deny' },
    });
    expect(await mesh.reaches('airflow-orders')).toBe('deny');
  }, 60_000);

  it('takes a request, and shows before what it would write', async () => {
    const input = {
      source: { kind: 'dag', ref: dag },
      destination: { kind: 'service', ref: service, port: 80 },
      reason: 'Orders have to be paid',
      duration: 'P7D',
    };
    const preview = await portal.as(
      AUTHOR,
      'POST',
      `${API}/access/preview`,
      input,
    );
    expect(preview.body).toMatchObject({ problems: [], loses: [] });
    expect(preview.body.policies).toHaveLength(1);

    const created = await portal.as(
      AUTHOR,
      'POST',
      `${API}/access/requests`,
      input,
    );
    expect(created).toMatchObject({ status: 201, body: { state: 'pending' } });
    id = created.body.id;
    expect(await mesh.permissions()).toEqual([]);
  });

  it('lets nobody approve the own request', async () => {
    const answer = await act(AUTHOR, 'approve', 'I need it');
    expect(answer.status).toBe(403);
    expect(await request()).toMatchObject({ state: 'pending' });
  });

  it('opens the call when the owner approves', async () => {
    const approved = Date.now();
    expect(await act(OWNER, 'approve', 'Agreed')).toMatchObject({
      status: 200,
    });
    await waitFor(
      'the call to be let through',
      async () => (await mesh.reaches('airflow-orders')) === 'allow',
      CHANGE,
    );
    const open = Date.now() - approved;
    await waitFor(
      'the page to show it',
      async () => (await edge())?.permitted.outcome === 'allow',
      { ...CHANGE, timeoutMs: CHANGE.timeoutMs - open },
    );
    const shown = Date.now() - approved;
    process.stdout.write(
      `approval to open call ${open} ms, to the page ${shown} ms\n`,
    );
    await waitFor(
      'the grant to be active',
      async () => (await request()).state === 'active',
      SETTLED,
    );
    expect(await edge()).toMatchObject({
      state: 'aligned',
      permitted: { outcome: 'allow' },
    });
  }, 60_000);

  it('opens it for nobody else', async () => {
    expect(await mesh.reaches('airflow-billing')).toBe('deny');
    const [name, ...others] = await mesh.permissions();
    expect(others).toEqual([]);
    expect(name).toBe((await request()).policy);
  });

  it('closes it when the owner revokes', async () => {
    const revoked = Date.now();
    expect(await act(OWNER, 'revoke', 'No longer')).toMatchObject({
      status: 200,
    });
    await waitFor(
      'the call to be refused',
      async () => (await mesh.reaches('airflow-orders')) === 'deny',
      CHANGE,
    );
    process.stdout.write(
      `revocation to refused call ${Date.now() - revoked} ms\n`,
    );
    await waitFor(
      'the grant to be removed',
      async () => (await request()).state === 'removed',
      SETTLED,
    );
    expect(await mesh.permissions()).toEqual([]);
    expect(await edge()).toMatchObject({ state: 'needs-permission' });
  }, 60_000);

  it('has each step in the audit trail', async () => {
    const { body } = await portal.as(
      OWNER,
      'GET',
      `${API}/access/requests/${id}/events`,
    );
    expect(
      body.items.map(({ action, actor }: any) => `${action} ${actor}`),
    ).toEqual([
      `access.request.created ${AUTHOR}`,
      `access.request.approved ${OWNER}`,
      'access.permission.applied plugin:airflow-kuma',
      'access.grant.active plugin:airflow-kuma',
      `access.grant.revoked ${OWNER}`,
      'access.permission.removed plugin:airflow-kuma',
      'access.grant.removed plugin:airflow-kuma',
    ]);
  });
}
