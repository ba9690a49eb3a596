import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ControlPlaneFacts } from '../../types';
import { buildRulesPermission } from '../buildRulesPermission';
import { PermissionContext, PermissionRequest } from '../types';

export const facts: ControlPlaneFacts = {
  version: '2.14.3',
  kinds: {},
  dialects: ['rules', 'from', 'traffic-permission'],
  writable: true,
  deployment: {
    mode: 'zone',
    environment: 'universal',
    zone: 'zone-1',
    federated: false,
  },
};
export const source = (...uriSans: string[]) => ({ uriSans });
export const AIRFLOW =
  'spiffe://default.zone-1.mesh.local/workload/airflow-orders';

export function dataplane(
  name: string,
  labels: Record<string, string>,
  ...inbound: object[]
): KumaResource {
  return {
    type: 'Dataplane',
    mesh: 'default',
    name,
    labels,
    networking: { inbound },
  };
}

export function service(
  name: string,
  selector: object,
  more?: { ports?: object[]; labels?: Record<string, string> },
): KumaResource {
  return {
    type: 'MeshService',
    mesh: 'default',
    name,
    labels: more?.labels,
    spec: { selector, ports: more?.ports ?? [{ port: 80, targetPort: 8080 }] },
  };
}

export const byLabels = (matchLabels: Record<string, string>) => ({
  dataplaneLabels: { matchLabels },
});
export const http = { name: 'http', port: 8080 };
export const payments = service('payments', byLabels({ app: 'payments' }));
export const paymentsProxy = dataplane('payments-1', { app: 'payments' }, http);

export function build(
  request: Partial<PermissionRequest>,
  context: Partial<PermissionContext>,
) {
  return buildRulesPermission(
    {
      mesh: 'default',
      service: payments,
      port: 80,
      sources: [source(AIRFLOW)],
      grants: ['grant-1'],
      ...request,
    },
    { facts, dataplanes: [paymentsProxy], meshServices: [], ...context },
  );
}

/** What was built, or a failure that says why not. */
export function built(result: ReturnType<typeof build>) {
  if (!result.ok) throw new Error(`${result.code}: ${result.reason}`);
  return result;
}

export const targetRefs = (result: ReturnType<typeof build>) =>
  built(result).permissions.map(
    permission => (permission.spec as { targetRef: object }).targetRef,
  );
