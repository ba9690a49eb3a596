import { waitFor } from '../harness';
import { AUTHOR, OWNER } from './Portal';
import { Story } from './Story';
import { Upstreams } from './upstreams';

// From the approval to the page, and from the revocation to Envoy.
const CHANGE = { timeoutMs: 10_000, everyMs: 200 };
const SETTLED = { timeoutMs: 40_000, everyMs: 500 };

/**
 * The main job, from an empty portal to a call that is refused again. Each
 * step is a test, and each needs the one before.
 *
 * @param billing - Whether airflow-billing reaches payments: that has to stay.
 */
export function tellAccessStory(
  start: () => Promise<Upstreams>,
  billing: 'allow' | 'deny' = 'deny',
): void {
  let mesh: Upstreams;
  let story: Story;
  let id: string;

  beforeAll(async () => {
    mesh = await start();
    story = await Story.start(mesh);
  }, 300_000);

  afterAll(async () => {
    await story?.stop();
    await mesh?.stop();
  }, 60_000);

  it('brings the DAG and the service into the catalog', async () => {
    await story.findEntities();
  }, 90_000);

  it('sees that the DAG needs a permission', async () => {
    await waitFor(
      'the edge to be judged',
      async () => {
        const edge = await story.edge();
        if (edge?.state === 'unknown') {
          throw new Error(edge.reason);
        }
        return edge;
      },
      SETTLED,
    );
    expect(await story.edge()).toMatchObject({
      state: 'needs-permission',
      declared: expect.anything(),
      permitted: { outcome: 'deny' },
    });
    await waitFor(
      'the mesh to be as it was set up',
      async () => (await mesh.reaches('airflow-billing')) === billing,
      CHANGE,
    );
    expect(await mesh.reaches('airflow-orders')).toBe('deny');
    expect(await story.explanation()).toMatchObject({
      outcome: 'deny',
      verdict: { code: 'denied-by-default' },
      remedies: [expect.objectContaining({ kind: 'request', port: 80 })],
    });
  }, 60_000);

  it('takes a request, and shows before what it would write', async () => {
    const { body } = await story.preview();
    expect(body).toMatchObject({ problems: [], loses: [] });
    expect(body.policies).toHaveLength(1);

    const created = await story.submit();
    expect(created).toMatchObject({ status: 201, body: { state: 'pending' } });
    id = created.body.id;
    expect(await mesh.permissions()).toEqual([]);
  });

  it('lets nobody approve the own request', async () => {
    const answer = await story.act(AUTHOR, id, 'approve', 'I need it');
    expect(answer.status).toBe(403);
    expect(await story.request(id)).toMatchObject({ state: 'pending' });
  });

  it('opens the call when the owner approves', async () => {
    const approved = Date.now();
    expect(await story.act(OWNER, id, 'approve', 'Agreed')).toMatchObject({
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
      async () => (await story.edge()).permitted.outcome === 'allow',
      { ...CHANGE, timeoutMs: CHANGE.timeoutMs - open },
    );
    const shown = Date.now() - approved;
    process.stdout.write(
      `approval to open call ${open} ms, to the page ${shown} ms\n`,
    );
    await waitFor(
      'the grant to be active',
      async () => (await story.request(id)).state === 'active',
      SETTLED,
    );
    expect(await story.edge()).toMatchObject({ state: 'aligned' });
    const { policy: name } = await story.request(id);
    expect(await story.explanation()).toMatchObject({
      outcome: 'allow',
      verdict: { code: 'allowed-by-rule', decidedBy: { policy: { name } } },
      remedies: [],
    });
  }, 60_000);

  it('changes nothing for anybody else', async () => {
    expect(await mesh.reaches('airflow-billing')).toBe(billing);
    const { policy } = await story.request(id);
    expect(await mesh.permissions()).toEqual([
      expect.objectContaining({ name: policy }),
    ]);
  });

  it('closes it when the owner revokes', async () => {
    const revoked = Date.now();
    expect(await story.act(OWNER, id, 'revoke', 'No longer')).toMatchObject({
      status: 200,
    });
    await waitFor(
      'the call to be refused',
      async () => (await mesh.reaches('airflow-orders')) === 'deny',
      CHANGE,
    );
    const closed = Date.now() - revoked;
    process.stdout.write(`revocation to refused call ${closed} ms\n`);
    await waitFor(
      'the grant to be removed',
      async () => (await story.request(id)).state === 'revoked',
      SETTLED,
    );
    expect(await mesh.permissions()).toEqual([]);
    expect(await mesh.reaches('airflow-billing')).toBe(billing);
    expect(await story.edge()).toMatchObject({ state: 'needs-permission' });
  }, 60_000);

  it('has each step in the audit trail', async () => {
    const events = await story.events(id);
    expect(events.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
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
