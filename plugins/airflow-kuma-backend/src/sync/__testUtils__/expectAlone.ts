import {
  DECIDING_KINDS,
  SourcePart,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowStandIn,
  Fault,
  KumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { SOURCE, TestSource } from './setUpSource';

/** Every way in which a part can fail, and what it then is. */
export const FAULTS: [string, Fault, SourcePart['state']][] = [
  ['is forbidden', { kind: 'status', status: 403 }, 'not-told'],
  ['is not there', { kind: 'status', status: 404 }, 'not-told'],
  ['has an error', { kind: 'status', status: 500 }, 'failed'],
  ['is no JSON', { kind: 'garbage-json' }, 'failed'],
  ['is cut off', { kind: 'truncated' }, 'failed'],
  ['hangs up', { kind: 'reset' }, 'failed'],
  ['is an error page', { kind: 'html-page' }, 'failed'],
  ['is 10 MB of garbage', { kind: 'garbage', bytes: 10_000_000 }, 'failed'],
  ['holds NaN', { kind: 'nan' }, 'read'],
  ['counts nothing', { kind: 'count', total: 0 }, 'read'],
  ['counts too much', { kind: 'count', total: 9_999 }, 'read'],
  ['tells no count', { kind: 'count', total: null }, 'read'],
  ['leaves its count out', { kind: 'count', total: 'absent' }, 'read'],
];

export const SLOW: typeof FAULTS = [
  ['is too slow', { kind: 'latency', milliseconds: 20_000 }, 'failed'],
];

/**
 * Without what the fault itself writes into a resource, which is kept whole,
 * and without what it is to change.
 */
const withoutRevision = (snapshot: object | undefined) =>
  snapshot &&
  JSON.parse(JSON.stringify(snapshot), (key, value) =>
    ['demo_number', 'unread', 'restrictOutbound', 'revision'].includes(key)
      ? undefined
      : value,
  );

/** Resources of kinds that no answer of the inventory carries. */
const unseen = async (source: TestSource) =>
  Promise.all(
    ['MeshTrust', 'MeshAccessLog', 'Zone'].map(async kind => {
      const found = await source.world.objectStore.dataOf(
        `kuma:${SOURCE}`,
        kind,
        withoutRevision,
      );
      return [kind, [...found]];
    }),
  );

export const stored = async (source: TestSource) => ({
  // When a DAG runs next moves with the clock.
  dags: (await source.world.inventory.dags()).map(
    ({ nextRun: _, ...dag }) => dag,
  ),
  services: await source.world.inventory.services(),
  meshes: await source.world.inventory.meshes(),
  proxies: await source.world.inventory.proxyRecords(),
  unseen: await unseen(source),
  snapshot: withoutRevision(
    await source.world.inventory.meshSnapshot({
      controlPlane: SOURCE,
      mesh: 'default',
    }),
  ),
});

/** What a verdict is told to be missing, and what of ways out. */
const notTold = async (source: TestSource) => {
  const key = { controlPlane: SOURCE, mesh: 'default' };
  const snapshot = await source.world.inventory.meshSnapshot(key);
  return {
    unread: snapshot?.unread,
    restrictOutbound: snapshot?.restrictOutbound,
  };
};

const isUnwell = (part: SourcePart) =>
  part.state === 'failed' || part.advice !== undefined;

/**
 * Lets a part fail in each way: it alone says so, what it told before
 * stands, also over a restart, and its age is told. Returns how many ways.
 */
export async function expectAlone(
  source: TestSource,
  upstream: AirflowStandIn | KumaStandIn,
  name: string,
  path: RegExp,
  faults = FAULTS,
) {
  await source.read();
  const states = (await source.status()).parts;
  const before = await stored(source);
  for (const [what, fault, state] of faults) {
    const lastRead = (await source.status()).lastSuccess;
    const stop = upstream.faults.add({ path, fault });
    await source.read();
    const since = source.world.time.now.toISOString();
    source.world.restart();
    await source.read();
    const status = await source.status();
    expect({ what, state: status.state }).toEqual({ what, state: 'ok' });
    const own = status.parts.filter(part => part.name === name);
    expect({
      what,
      states: [...new Set(own.map(part => part.state))],
    }).toEqual({ what, states: [state] });
    for (const part of state === 'read' ? [] : own) {
      expect(part).toMatchObject({ since, lastRead });
      expect(part.reason).toContain('GET /');
      const isForbidden = what === 'is forbidden';
      expect({ what, isTold: part.advice !== undefined }).toEqual({
        what,
        isTold: isForbidden,
      });
    }
    const others = status.parts.filter(part => part.name !== name);
    expect({ what, others: others.filter(isUnwell) }).toEqual({
      what,
      others: states.filter(isUnwell),
    });
    expect({ what, ...(await stored(source)) }).toEqual({ what, ...before });
    expect({ what, ...(await notTold(source)) }).toEqual({
      what,
      restrictOutbound:
        state !== 'read' && name === 'configuration' ? 'unknown' : undefined,
      unread:
        state !== 'read' &&
        [...DECIDING_KINDS, 'MeshPassthrough'].includes(name)
          ? [{ kind: name, since }]
          : undefined,
    });
    stop();
    await source.read();
    const mended = (await source.status()).parts;
    expect(mended.filter(isUnwell)).toEqual(states.filter(isUnwell));
  }
  return faults.length;
}
