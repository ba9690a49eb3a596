import { describeLive, waitFor } from './harness';
import { Story } from './story/Story';
import { RealUpstreams, startRealKuma } from './story/upstreams';

const SOON = { timeoutMs: 60_000, everyMs: 500 };

describeLive('outage of real Kuma', environment => {
  let mesh: RealUpstreams;
  let story: Story;

  beforeAll(async () => {
    mesh = await startRealKuma(environment);
    story = await Story.start(mesh);
    await story.findEntities();
    await waitFor('the edge', () => story.edge(), SOON);
  }, 300_000);

  afterAll(async () => {
    await story?.stop();
    await mesh?.stop();
  }, 60_000);

  it('keeps what it knew while the control plane is away, and says so', async () => {
    expect(await story.kumaSource()).toMatchObject({ state: 'ok' });
    await mesh.stopKuma();
    const source = await waitFor(
      'the source to be stale',
      async () => {
        const now = await story.kumaSource();
        return now.state === 'stale' && now;
      },
      SOON,
    );
    expect(source.error).toContain('live');
    expect(await story.hasService()).toBe(true);
    expect(await story.edge()).toMatchObject({ state: 'unknown' });
  }, 90_000);

  it('believes that a control plane lost everything when an administrator says so', async () => {
    await mesh.startEmptyKuma();
    const source = await waitFor(
      'the drop to be held back',
      async () => {
        const now = await story.kumaSource();
        return now.heldBack && now;
      },
      SOON,
    );
    expect(source.heldBack).toMatchObject({ what: 'services', to: 0 });
    // It goes on answering so, and that alone is no reason to believe it.
    await waitFor(
      'another read',
      async () => {
        const { lastSuccess, lastAttempt, heldBack } = await story.kumaSource();
        return (
          heldBack &&
          (lastSuccess !== source.lastSuccess ||
            lastAttempt !== source.lastAttempt)
        );
      },
      SOON,
    );
    expect(await story.hasService()).toBe(true);
    expect(await story.confirmLoss()).toMatchObject({ status: 204 });
    await waitFor(
      'the service to leave the catalog',
      async () => !(await story.hasService()),
      SOON,
    );
  }, 150_000);
});
