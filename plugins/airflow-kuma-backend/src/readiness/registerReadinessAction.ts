import { inventoryReadPermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { z } from 'zod/v3';
import { CallerReader } from '../graph/routes/CallerReader';
import { ReadinessService } from './ReadinessService';

const inputOf = (zod: typeof z) =>
  zod.object({
    controlPlane: zod.string().describe('Name of the control plane, e.g. eu'),
    mesh: zod.string().describe('Name of the mesh, e.g. default'),
    owner: zod
      .string()
      .optional()
      .describe('Entity ref of one owner, e.g. group:default/finance-data'),
  });

/** Lets agents, templates and the command line ask what Kuma 3.0 changes. */
export function registerReadinessAction(options: {
  registry: ActionsRegistryService;
  service: ReadinessService;
  callers: CallerReader;
}): void {
  const { registry, service, callers } = options;
  registry.register({
    name: 'check-kuma-3-readiness',
    title: 'Check readiness for Kuma 3.0',
    description:
      'Tells which calls of which DAGs into a mesh would stop or open under Kuma 3.0, or cannot be told, why at both ends of each call, whose they are, and what mends each, with the reachableBackends that a workload has to list. Changes nothing.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    visibilityPermission: inventoryReadPermission,
    schema: { input: inputOf, output: outputOf },
    action: async ({ input, credentials }) => {
      const { controlPlane, mesh, owner } = input;
      const { visible } = await callers.of(credentials);
      const answer = await service.answer({ controlPlane, mesh }, visible);
      const owners = owner
        ? answer.owners.filter(each => each.owner === owner)
        : answer.owners;
      return { output: { ...answer, owners } };
    },
  });
}

function outputOf(zod: typeof z) {
  const counts = zod.object({
    stops: zod.number(),
    'cannot-be-told': zod.number(),
    opens: zod.number(),
    stays: zod.number(),
  });
  const day = zod.object({
    day: zod.string(),
    left: zod.number(),
    total: zod.number(),
  });
  const resource = zod.object({ kind: zod.string(), name: zod.string() });
  const list = zod.array(zod.record(zod.unknown()));
  return zod.object({
    controlPlane: zod.string(),
    mesh: zod.string(),
    version: zod.string().optional(),
    is30: zod.boolean().describe('The mesh is of Kuma 3.0 already'),
    at: zod.string().describe('ISO time of what this rests on'),
    counts: counts.describe('Calls in each state, of all owners'),
    left: zod.number().describe('Calls that do not stay as they are'),
    total: zod.number(),
    days: zod.array(day).describe('How many were left on earlier days'),
    owners: zod.array(
      zod.object({
        owner: zod.string(),
        counts,
        left: zod.number(),
        total: zod.number(),
        earlier: day.optional(),
        calls: list.describe(
          'Calls that do not stay: DAG, tasks, service, state, both ends before and after, causes',
        ),
        mends: list.describe('What to mend, with how many calls wait for it'),
        workloads: list.describe('reachableBackends to list, as YAML'),
      }),
    ),
    findings: zod
      .array(
        zod.object({
          kind: zod.string(),
          resources: zod.array(resource),
          total: zod.number(),
        }),
      )
      .describe('All of the mesh that goes with 3.0'),
    portal: list.describe('What this portal asks and 3.0 drops'),
    limits: zod.array(zod.string()).describe('What could not be read'),
  });
}
