import { K2, K3, setUpKuma } from '../__testUtils__/setUpKuma';

const SECRET = 'hunter2';

describe('readConfig', () => {
  const setup = setUpKuma();
  const { kuma, lines } = setup;

  const clientOf = (answer: object) => {
    const client = kuma();
    setup.upstream.on('GET /config', answer);
    return client;
  };
  const zone = { mode: 'zone', environment: 'universal' };

  it.each([K2, K3])('of the recording of %s', async system => {
    expect(await kuma(system).config()).toEqual({
      deployment: {
        mode: 'zone',
        environment: 'universal',
        zone: 'zone-1',
        federated: false,
        systemNamespace: 'kuma-system',
      },
      restrictOutbound: undefined,
    });
  });

  it.each([
    ['no defaults', undefined, undefined],
    ['defaults that are null', null, undefined],
    ['neither key', { skipMeshCreation: false }, undefined],
    ['null', { restrictOutbound: null }, undefined],
    ['on', { restrictOutbound: true }, true],
    ['off', { restrictOutbound: false }, false],
    ['the opposite, on', { allowAllOutbound: true }, false],
    ['the opposite, off', { allowAllOutbound: false }, true],
    ['the opposite, null', { allowAllOutbound: null }, undefined],
    ['both', { restrictOutbound: false, allowAllOutbound: true }, false],
    ['one of two', { restrictOutbound: null, allowAllOutbound: true }, false],
    ['a word', { restrictOutbound: 'true' }, 'unknown'],
    ['a word for the opposite', { allowAllOutbound: 'yes' }, 'unknown'],
    ['defaults that are no object', 'restrictOutbound', 'unknown'],
  ])('reads restrictOutbound of %s', async (_, defaults, expected) => {
    const client = clientOf({ body: { ...zone, defaults } });
    expect((await client.config()).restrictOutbound).toBe(expected);
  });

  it('does not take the word of a global control plane for its zones', async () => {
    const global = { mode: 'global', environment: 'universal' };
    const told = async (defaults: object) =>
      (await clientOf({ body: { ...global, defaults } }).config())
        .restrictOutbound;
    expect(await told({ restrictOutbound: false })).toBe('unknown');
    expect(await told({ restrictOutbound: true })).toBe('unknown');
    expect(await told({})).toBeUndefined();
  });

  it('keeps nothing else of it', async () => {
    const client = clientOf({
      body: {
        ...zone,
        store: { postgres: { password: SECRET } },
        defaults: { restrictOutbound: true, token: SECRET },
      },
    });
    expect(JSON.stringify(await client.config())).not.toContain(SECRET);
  });

  it('names no value of it where it is not understood', async () => {
    const client = clientOf({
      body: { ...zone, mode: { password: SECRET } },
    });
    const error = await client.config().catch(e => e);
    expect(error).toMatchObject({ kind: 'unexpected-shape' });
    expect(error.message).not.toContain(SECRET);
  });

  it('tells a zone that belongs to a global control plane', async () => {
    const client = clientOf({
      body: {
        ...zone,
        multizone: {
          zone: { name: 'zone-1', globalAddress: 'grpcs://global:5685' },
        },
      },
    });
    expect((await client.config()).deployment?.federated).toBe(true);
    expect((await client.facts()).deployment?.federated).toBe(true);
  });

  it('is forbidden without harm to the facts, which keep what it said', async () => {
    const client = kuma();
    await client.config();
    setup.upstream.on('GET /config', { status: 403, body: {} });
    await expect(client.config()).rejects.toMatchObject({ kind: 'forbidden' });
    const facts = await client.facts();
    expect(facts.deployment?.zone).toBe('zone-1');
    expect(facts.writable).toBe(true);
  });

  it('may never have been read', async () => {
    const client = clientOf({ status: 403, body: {} });
    expect((await client.facts()).deployment).toBeUndefined();
  });

  it('is asked once where its reader asks it', async () => {
    const client = kuma();
    await client.config();
    await client.facts({ withoutConfig: true });
    expect(lines().filter(line => line === 'GET /config')).toHaveLength(1);
  });
});
