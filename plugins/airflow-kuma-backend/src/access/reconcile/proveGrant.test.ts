import {
  createEvaluator,
  KumaResource,
  MeshSnapshot,
  Proxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  spiffe,
} from '../../graph/__testUtils__/resources';
import { AccessRecord } from '../types';
import { contentHash, policyKey } from './desiredPolicies';
import { proveGrant } from './proveGrant';

const WRITTEN = '2026-11-23T01:00:00.000Z';
const LATER = '2026-11-23T01:00:05.000Z';
const EARLIER = '2026-11-23T00:59:55.000Z';

const ours: KumaResource = {
  ...permission('ak-1', 'payments', { allow: [spiffe('orders')] }),
  modificationTime: WRITTEN,
};
const mesh = (more: Partial<MeshSnapshot> = {}) =>
  meshSnapshot({
    dataplanes: ['orders', 'payments'].map(dataplane),
    meshServices: [meshService('payments')],
    meshTrafficPermissions: [ours],
    ...more,
  });
const proxy = (sync: Partial<Proxy['sync']>, more: object = {}): Proxy => ({
  controlPlane: 'eu',
  mesh: 'default',
  name: 'payments',
  labels: {},
  status: 'online',
  uriSans: [],
  sync: { sent: 5, acknowledged: 5, rejected: 0, ...sync },
  ...more,
});

function prove(
  proxies: Proxy[],
  options: { snapshot?: MeshSnapshot; record?: Partial<AccessRecord> } = {},
) {
  const snapshot = options.snapshot ?? mesh();
  return proveGrant({
    record: {
      appliedAt: WRITTEN,
      acknowledgedBefore: { payments: 4 },
      resolved: {
        identities: [{ uriSans: [spiffe('orders')] }],
        targets: [
          {
            ref: '',
            kind: 'MeshService',
            name: 'payments',
            displayName: 'payments',
            port: 80,
            owner: '',
          },
        ],
      },
      ...options.record,
    } as AccessRecord,
    desired: [
      {
        key: policyKey(ours),
        policy: ours,
        grants: ['abcdefghij'],
        hash: contentHash(ours),
      },
    ],
    snapshot,
    evaluator: createEvaluator(snapshot),
    proxies,
  });
}

describe('proveGrant', () => {
  it.each([
    [
      'acknowledged after the write',
      [proxy({ lastUpdate: LATER })],
      'Acknowledged by the one proxy',
    ],
    [
      'a proxy that connected again and got everything then',
      [proxy({ lastUpdate: LATER, acknowledged: 1 })],
      'Acknowledged by the one proxy',
    ],
    [
      'no proxy online',
      [proxy({}, { status: 'offline' })],
      'no proxy of the destination is online to confirm it',
    ],
    [
      'a control plane that does not tell',
      [proxy({})],
      'Not confirmed by the proxies',
    ],
  ])('takes %s', (_case, proxies, confirmation) => {
    expect(prove(proxies)).toEqual({
      proven: true,
      confirmation: expect.stringContaining(confirmation),
    });
  });

  it.each([
    [
      'acknowledged before the write',
      [proxy({ lastUpdate: EARLIER })],
      '0 of 1 proxy of',
    ],
    [
      'nothing acknowledged since the write',
      [proxy({ lastUpdate: LATER, acknowledged: 4 })],
      '0 of 1 proxy of',
    ],
    [
      'refused after the write',
      [proxy({ lastUpdate: LATER, rejected: 1, rejectedGrewAt: LATER })],
      'refused its configuration',
    ],
  ])('waits where a proxy has %s', (_case, proxies, progress) => {
    expect(prove(proxies)).toMatchObject({
      proven: false,
      progress: expect.stringContaining(progress),
    });
  });

  it('asks nothing new of proxies where it was allowed before', () => {
    expect(
      prove([proxy({ lastUpdate: EARLIER })], {
        record: { allowedBefore: true },
      }),
    ).toMatchObject({
      proven: true,
      confirmation: expect.stringContaining('needed nothing new'),
    });
  });

  it.each([
    ['is not there', { meshTrafficPermissions: [] }, 'waiting for the mesh'],
    [
      'is not as it was written',
      {
        meshTrafficPermissions: [
          permission('ak-1', 'payments', { allow: [spiffe('x')] }),
        ],
      },
      'waiting for the mesh',
    ],
    [
      'is there, and another one denies',
      {
        meshTrafficPermissions: [
          ours,
          permission('theirs', 'payments', { deny: [spiffe('orders')] }),
        ],
      },
      'still refuses',
    ],
  ])('waits while the permission %s', (_case, more, progress) => {
    expect(
      prove([proxy({ lastUpdate: LATER })], { snapshot: mesh(more) }),
    ).toMatchObject({
      proven: false,
      progress: expect.stringContaining(progress),
    });
  });
});
