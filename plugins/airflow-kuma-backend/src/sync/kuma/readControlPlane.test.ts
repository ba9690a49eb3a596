import { KumaStandIn } from '@airflow-kuma/demo-upstreams';
import { setUpSource, SOURCE } from '../__testUtils__/setUpSource';

jest.setTimeout(60_000);

const KEY = { controlPlane: SOURCE, mesh: 'default' };

describe('the configuration of a control plane', () => {
  const source = setUpSource();
  let kuma: KumaStandIn;

  const restrictOutbound = async () =>
    (await source.world.inventory.meshSnapshot(KEY))?.restrictOutbound;
  const read = async (change?: () => void) => {
    change?.();
    await source.read();
    return restrictOutbound();
  };
  const revision = () => source.world.inventory.revision();

  beforeEach(async () => {
    kuma = await source.kuma('2.14.3');
  });

  it('says whether ways out are closed', async () => {
    expect(await read()).toBeUndefined();
    const set = (value?: boolean | null) => () => {
      kuma.state.restrictOutbound = value;
    };
    expect(await read(set(null))).toBeUndefined();
    expect(await read(set(false))).toBe(false);
    const before = await revision();
    expect(await read(set(true))).toBe(true);
    // Whoever judged calls by it has to do so again.
    expect(await revision()).not.toBe(before);
    expect(await source.part('configuration')).toMatchObject({ state: 'read' });
  });

  it('is unknown while it is not told, with what it last said', async () => {
    kuma.state.restrictOutbound = false;
    await source.read();
    const lastRead = (await source.status()).lastSuccess;
    kuma.state.hidesConfig = true;
    expect(await read()).toBe('unknown');
    expect(await source.part('configuration')).toMatchObject({
      state: 'not-told',
      reason: expect.stringMatching(
        /GET \/config answered 403.*It last said restrictOutbound: false\.$/,
      ),
      advice: expect.stringContaining('controlPlaneMetadata'),
      lastRead,
    });
    source.world.restart();
    expect(await read()).toBe('unknown');
    expect((await source.part('configuration')).reason).toContain(
      'restrictOutbound: false',
    );
    kuma.state.hidesConfig = false;
    expect(await read()).toBe(false);
  });

  it('may never be told; all else is read', async () => {
    kuma.state.hidesConfig = true;
    expect(await read()).toBe('unknown');
    const snapshot = await source.world.inventory.meshSnapshot(KEY);
    expect(snapshot?.version).toBe('2.14.3');
    expect(snapshot?.unread).toBeUndefined();
    expect(snapshot?.meshServices.length).toBeGreaterThan(0);
    expect(await source.status()).toMatchObject({ state: 'ok' });
  });

  it('is no word for the zones of a global control plane', async () => {
    kuma.faults.add({
      path: '/config',
      fault: {
        kind: 'status',
        status: 200,
        body: {
          mode: 'global',
          environment: 'universal',
          defaults: { restrictOutbound: false },
        },
      },
    });
    expect(await read()).toBe('unknown');
    expect(await source.part('configuration')).toMatchObject({
      state: 'read',
      reason: expect.stringContaining('its zones'),
    });
  });

  it('is read once a read, and nothing else of it is stored', async () => {
    await source.read();
    expect(kuma.requests.count(/^GET \/config/)).toBe(1);
    const stored = await source.world.objectStore.dataOf(
      `kuma:${SOURCE}`,
      'facts',
      record => JSON.stringify(record),
    );
    expect([...stored.values()].join()).not.toContain('postgres');
  });
});
