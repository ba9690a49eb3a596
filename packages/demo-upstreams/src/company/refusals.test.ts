import { AirflowState } from '../airflow/AirflowState';
import { Run } from '../airflow/types';
import { KumaState } from '../kuma/KumaState';
import {
  defaultMesh,
  demoRefusals,
  demoTraffic,
  legacyBatchDags,
  legacyMesh,
  prodDataDags,
} from '.';

const now = Date.parse('2026-03-02T12:00:00Z');

function startCompany() {
  const kuma = new KumaState({
    version: '2.14.3',
    zone: 'zone-1',
    now: () => now,
    meshes: [defaultMesh, legacyMesh],
  });
  const flows = demoTraffic(kuma);
  const isRefused = demoRefusals(flows);
  const airflow = new AirflowState({
    version: '3.3.2',
    now: () => now,
    dags: prodDataDags,
    isRefused,
  });
  const trigger = (dagId: string) =>
    airflow.appendRun(dagId, { runType: 'manual', triggeredBy: 'ui' });
  return { kuma, airflow, isRefused, trigger };
}

const refusedTask = ({ failure }: Run) =>
  failure?.why === 'mesh-denied' ? failure.taskId : undefined;

describe('runs of the demo company', () => {
  it('fail until the mesh lets them through, and again when it no longer does', () => {
    const { kuma, trigger } = startCompany();
    const permission = {
      type: 'MeshTrafficPermission',
      mesh: 'default',
      name: 'card-vault-from-finance',
      spec: {
        targetRef: { kind: 'Dataplane', labels: { app: 'card-vault' } },
        rules: [
          {
            default: {
              allow: [
                {
                  spiffeID: {
                    type: 'Exact',
                    value:
                      'spiffe://default.zone-1.mesh.local/workload/airflow-finance',
                  },
                },
              ],
            },
          },
        ],
      },
    };
    expect(refusedTask(trigger('card_token_rotation'))).toBe('call_card_vault');
    kuma.applyDirectly(permission);
    expect(trigger('card_token_rotation').outcome).toBe('success');
    kuma.deleteDirectly('MeshTrafficPermission', 'default', permission.name);
    expect(trigger('card_token_rotation').outcome).toBe('failed');
  });

  it('are refused where figures and access logs show a refusal, and nowhere else', () => {
    const { airflow, isRefused } = startCompany();
    for (const run of airflow.runs) {
      const refused = airflow.dag(run.dagId).tasks.find(isRefused)?.taskId;
      expect([run.dagId, refusedTask(run)]).toEqual([run.dagId, refused]);
    }
    const told = [...prodDataDags, ...legacyBatchDags]
      .filter(({ failures }) => failures?.why === 'mesh-denied')
      .map(({ dagId, tasks, failures }) => [
        dagId,
        isRefused(tasks.find(({ taskId }) => taskId === failures?.taskId)!),
      ]);
    expect(told).toEqual(told.map(([dagId]) => [dagId, true]));
  });
});
