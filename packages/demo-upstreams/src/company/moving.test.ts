import {
  CallComparer,
  ReadinessCauseKind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { KumaState } from '../kuma/KumaState';
import { snapshotOf } from '../kuma/snapshotOf';
import { movingMesh } from '.';

const state = new KumaState({
  version: '2.14.3',
  zone: 'zone-1',
  now: () => Date.parse('2026-03-01T12:00:00Z'),
  meshes: [movingMesh],
});

const comparer = new CallComparer(snapshotOf(state, 'moving'));

function compare(pool: string, name: string) {
  const change = comparer.compare({
    callers: [
      {
        uriSans: [`spiffe://moving.zone-1.mesh.local/workload/${pool}`],
        proxies: [`${pool}-1`],
      },
    ],
    destination: {
      kind: name === 'holidays' ? 'MeshExternalService' : 'MeshService',
      name,
    },
  });
  return [change.state, ...change.causes.map(({ kind }) => kind)];
}

describe('the mesh that is half way to Kuma 3.0', () => {
  it.each<[string, string, string, ...ReadinessCauseKind[]]>([
    ['airflow-moving', 'statements', 'stops', 'reachable-backends'],
    [
      'airflow-moving',
      'balances',
      'stops',
      'older-permission',
      'tag-service',
      'reachable-backends',
    ],
    [
      'airflow-moving',
      'holidays',
      'stops',
      'reachable-backends',
      'passthrough',
    ],
    ['airflow-operations', 'statements', 'stops', 'reference-by-name'],
    ['airflow-operations', 'limits', 'stops', 'empty-match'],
    ['airflow-operations', 'fees', 'stops', 'tag-service'],
    ['airflow-operations', 'rates', 'stays'],
    ['airflow-operations', 'vault', 'opens', 'target-by-name'],
    ['airflow-operations', 'scans', 'opens', 'no-identity'],
  ])('%s to %s %s', (pool, service, ...expected) => {
    expect(compare(pool, service)).toEqual(expected);
  });
});
