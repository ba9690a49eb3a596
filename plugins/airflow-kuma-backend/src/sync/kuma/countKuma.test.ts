import {
  KumaResource,
  Service,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RawProxy } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { ReadParts } from '../parts/ReadParts';
import { countKuma } from './countKuma';
import { partOf } from './KumaLists';

const resource = (type: string, name: string, more: object = {}) =>
  ({ type, mesh: 'default', name, ...more } as KumaResource);

const service = (kind: string, name: string, identities: string[]) =>
  ({ mesh: 'default', kind, name, identities } as Service);

const proxy = (port: number, tag: string) =>
  ({
    mesh: 'default',
    resource: resource('Dataplane', tag, {
      networking: { inbound: [{ port, tags: { 'kuma.io/service': tag } }] },
    }),
  } as RawProxy);

describe('countKuma', () => {
  const countsOf = (row: KumaResource) => {
    const parts = ReadParts.begin({
      before: [],
      now: '2026-11-27T10:00:00.000Z',
      good: new Map(),
      signal: new AbortController().signal,
      budget: 50,
    });
    parts.succeed(partOf(row.type));
    countKuma(parts, [{ kind: row.type, rows: [row], skipped: [] }], {
      meshes: [resource('Mesh', 'default'), resource('Mesh', 'other')],
      isWanted: mesh => mesh === 'default',
      proxies: [proxy(80, 'generated'), proxy(49151, 'task-pod')],
      services: [
        service('ServiceTag', 'by-tag', ['by-tag']),
        service('MeshService', 'orders', ['orders_prod_svc_80']),
        service('MeshService', 'generated', []),
      ],
    });
    const { shown, merged, leftOut } = parts.list[0].counts!;
    return { shown, merged, leftOut: leftOut.map(({ reason }) => reason) };
  };
  const insight = (name: string, more?: object) =>
    resource('ServiceInsight', name, more);
  const shown = { shown: 1, merged: 0, leftOut: [] };
  const merged = { shown: 0, merged: 1, leftOut: [] };
  const leftOut = (reason: string) => ({
    shown: 0,
    merged: 0,
    leftOut: [reason],
  });

  it.each<[string, KumaResource, ReturnType<typeof countsOf>]>([
    ['a service that is shown by its tag', insight('by-tag'), shown],
    [
      'one that a MeshService stands for by its identity',
      insight('orders_prod_svc_80'),
      merged,
    ],
    [
      'one that a MeshService stands for by its proxies',
      insight('generated'),
      merged,
    ],
    [
      'a pod without a Service',
      insight('task-pod'),
      leftOut('no service that is shown answers to its tag'),
    ],
    [
      'a service that vanished',
      insight('stock_1', { serviceType: 'internal' }),
      leftOut('no service that is shown answers to its tag'),
    ],
    [
      'a gateway',
      insight('edge', { serviceType: 'gateway_builtin' }),
      leftOut('a gateway, which nothing in its mesh calls'),
    ],
    [
      'what is in a mesh that nobody wants',
      insight('by-tag', { mesh: 'other' }),
      leftOut('in a mesh that the configuration leaves out'),
    ],
    [
      'what is in a mesh that nobody told of',
      resource('MeshTrust', 'identity', { mesh: 'gone' }),
      leftOut('in a mesh that is not told'),
    ],
    [
      'a zone, which is of no mesh',
      resource('Zone', 'east', { mesh: undefined }),
      shown,
    ],
  ])('counts %s', (_what, row, expected) => {
    expect(countsOf(row)).toEqual(expected);
  });
});
