import { AirflowState } from '../airflow/AirflowState';
import { KumaState } from '../kuma/KumaState';
import { generateAirflow } from './generateAirflow';
import { generateKuma } from './generateKuma';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('generateAirflow', () => {
  const dags = generateAirflow({ dags: 500, seed: 7 });

  it('makes the same DAGs for the same seed, and others for another', () => {
    expect(generateAirflow({ dags: 500, seed: 7 })).toEqual(dags);
    expect(generateAirflow({ dags: 500, seed: 8 })).not.toEqual(dags);
  });

  it('makes many classes, each with its own id', () => {
    expect(new Set(dags.map(({ dagId }) => dagId)).size).toBe(500);
    const classes = new Set(
      dags.map(dag =>
        [dag.cron, dag.tasks.length, dag.owners[0], dag.tags?.[0]].join(),
      ),
    );
    expect(classes.size).toBeGreaterThan(300);
    expect(dags.some(({ isPaused }) => isPaused)).toBe(true);
    expect(dags.some(({ scheduleAssets }) => scheduleAssets)).toBe(true);
    expect(dags.some(({ docMd }) => docMd?.includes('calls:'))).toBe(true);
    expect(
      dags.some(({ tasks }) => tasks.some(({ triggers }) => triggers)),
    ).toBe(true);
  });

  it('makes DAGs that an instance can hold', () => {
    const state = new AirflowState({
      version: '3.3.2',
      now: () => now,
      dags,
      history: 2,
    });
    expect(state.dags.size).toBe(500);
  });
});

describe('generateKuma', () => {
  const mesh = generateKuma({
    services: 100,
    proxies: 200,
    permissions: 150,
    seed: 7,
  });

  it('makes the same mesh for the same seed', () => {
    expect(
      generateKuma({ services: 100, proxies: 200, permissions: 150, seed: 7 }),
    ).toEqual(mesh);
  });

  it('makes services that have proxies and permissions of several kinds', () => {
    const state = new KumaState({
      version: '2.14.3',
      zone: 'zone-1',
      now: () => now,
      meshes: [mesh],
    });
    const services = state.store.list('MeshService', 'default');
    expect(services).toHaveLength(100);
    for (const { status } of services) {
      expect(status.dataplaneProxies.total).toBe(2);
    }
    const kinds = new Set(
      mesh.permissions.map(({ spec, labels }) =>
        JSON.stringify([
          Object.keys(spec.targetRef as object),
          Object.keys(labels ?? {}),
          Object.keys((spec.rules as { default: object }[])[0].default),
        ]),
      ),
    );
    expect(kinds.size).toBeGreaterThanOrEqual(4);
  });
});
