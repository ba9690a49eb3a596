import { LiveEnvironment, waitFor } from '../harness';
import { OWNER } from './Portal';
import { Story } from './Story';
import { startRealKuma } from './upstreams';

/** How long one approval took, in milliseconds. */
export type ApprovalTime = {
  /** From the approval to the first call that Envoy let through. */
  clickToPacket: number;
  /** Of that, until the control plane had the permission. */
  ours: number;
};

/**
 * Approves and revokes again and again on a real mesh. Calls go out one after
 * the other from the moment of the approval, as a waiting task's would.
 */
export async function measureApprovals(
  environment: LiveEnvironment,
  rounds: number,
): Promise<ApprovalTime[]> {
  const mesh = await startRealKuma(environment);
  let story: Story | undefined;
  const times: ApprovalTime[] = [];
  try {
    story = await Story.start(mesh);
    await story.findEntities();
    await waitFor('the edge', () => story!.edge());
    for (let round = 0; round < rounds; round++) {
      times.push(await approveOnce(mesh, story));
    }
  } finally {
    await story?.stop();
    await mesh.stop();
  }
  return times;
}

async function approveOnce(
  mesh: Awaited<ReturnType<typeof startRealKuma>>,
  story: Story,
): Promise<ApprovalTime> {
  const { status, body } = await story.submit();
  if (status !== 201) {
    throw new Error(`no request: ${status} ${JSON.stringify(body)}`);
  }
  const { id } = body;
  const clicked = Date.now();
  await story.act(OWNER, id, 'approve', 'Measured');
  await waitFor(
    'the call to be let through',
    async () => (await mesh.reaches('airflow-orders')) === 'allow',
    { timeoutMs: 30_000, everyMs: 1 },
  );
  const clickToPacket = Date.now() - clicked;
  const [permission] = await mesh.permissions();
  const ours = Date.parse(permission.creationTime) - clicked;

  const reached = (state: string) =>
    waitFor(
      `the grant to be ${state}`,
      async () => (await story.request(id)).state === state,
      { timeoutMs: 60_000 },
    );
  await reached('active');
  await story.act(OWNER, id, 'revoke', 'Measured');
  await reached('revoked');
  return { clickToPacket, ours };
}
