import { accessCreatePermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { AnyZodObject, z } from 'zod/v3';
import { AccessContext } from '../AccessContext';
import { AccessAuthorizer } from '../permissions/AccessAuthorizer';
import { createRequest } from '../requests/createRequest';
import { previewRequest } from '../requests/previewRequest';
import { accessRequestInputSchema } from '../preview/validateInput';
import { parseInput } from '../parseInput';
import { Caller } from '../types';
import { ActionInput, toInput } from './toInput';

const inputOf = (zod: typeof z) =>
  zod.object({
    source: zod
      .string()
      .describe(
        'Entity ref of the DAG, e.g. component:default/prod.orders, or domain:<data domain>',
      ),
    destination: zod
      .string()
      .describe(
        'Entity ref of the service, e.g. resource:default/eu.default.payments, or domain:<data domain>',
      ),
    port: zod
      .number()
      .int()
      .optional()
      .describe('Port of the service; 0 or absent for a domain'),
    reason: zod
      .string()
      .describe('Why it is needed; approvers and auditors read it'),
    duration: zod
      .string()
      .describe(
        'ISO 8601 duration, e.g. P30D; until-revoked where guardrails allow it',
      ),
    ticket: zod.string().optional().describe('Link to a ticket'),
    start: zod
      .string()
      .optional()
      .describe('ISO time to start; now when absent'),
  });

/**
 * Registers what templates, agents and the command line may do: look and ask.
 * There is no action that decides, and there must never be one.
 */
export function registerActions(options: {
  registry: ActionsRegistryService;
  context: AccessContext;
  authorizer: AccessAuthorizer;
  callerOf(credentials: Caller['credentials']): Promise<Caller>;
  /** Where people find a request. */
  urlOf(id: string): string;
}): void {
  const { registry, context, authorizer, callerOf } = options;

  async function prepare(
    input: ActionInput,
    credentials: Caller['credentials'],
  ) {
    const caller = await callerOf(credentials);
    await authorizer.require(caller, accessCreatePermission);
    return {
      caller,
      input: parseInput(accessRequestInputSchema, toInput(input)),
    };
  }

  registry.register({
    name: 'request-access',
    title: 'Request access',
    description:
      'Requests that a DAG may call a service in the mesh, for a limited time. The owner of the service decides; this action never grants by itself.',
    attributes: { destructive: false, readOnly: false, idempotent: false },
    visibilityPermission: accessCreatePermission,
    schema: {
      input: inputOf,
      output: (zod: typeof z) =>
        zod.object({
          id: zod.string().describe('Id of the request'),
          state: zod
            .string()
            .describe('pending, or applying where nobody has to approve'),
          url: zod.string().describe('Page of the request'),
        }),
    },
    action: async ({ input, credentials }) => {
      const prepared = await prepare(input, credentials);
      const record = await createRequest(
        context,
        prepared.caller,
        prepared.input,
      );
      return {
        output: {
          id: record.id,
          state: record.state,
          url: options.urlOf(record.id),
        },
      };
    },
  });

  registry.register({
    name: 'preview-access',
    title: 'Preview access',
    description:
      'Tells what a request would do before it is made: whether it is allowed already, what would be written, who else would gain or lose, and who would have to approve.',
    attributes: { readOnly: true, idempotent: true, destructive: false },
    visibilityPermission: accessCreatePermission,
    schema: { input: inputOf, output: previewOutput },
    action: async ({ input, credentials }) => {
      const prepared = await prepare(input, credentials);
      const preview = await previewRequest(
        context,
        prepared.caller,
        prepared.input,
      );
      return {
        output: {
          problems: preview.problems.map(({ message }) => message),
          warnings: preview.warnings,
          current: preview.current?.reason,
          policies: preview.policies.map(policy => policy.yaml),
          callersEnd: (preview.callersEnd?.workloads ?? []).map(
            ({ workload, reason, snippet }) =>
              [`# ${workload}: ${reason}`, snippet].filter(Boolean).join('\n'),
          ),
          alsoGains: preview.alsoGains.reduce(
            (total, group) => total + group.total,
            0,
          ),
          loses: preview.loses.length,
          approvals: preview.approvals.map(
            set => `${set.needed} of ${set.title}`,
          ),
          guardrail: preview.guardrail?.advice,
        },
      };
    },
  });
}

function previewOutput(zod: typeof z): AnyZodObject {
  return zod.object({
    problems: zod
      .array(zod.string())
      .describe('Why it could not be submitted; empty when it could'),
    warnings: zod.array(zod.string()),
    current: zod
      .string()
      .optional()
      .describe('What the mesh decides now, and why'),
    policies: zod
      .array(zod.string())
      .describe('What would be written, as YAML'),
    callersEnd: zod
      .array(zod.string())
      .describe(
        'What workloads of the source lack to let the call out, as YAML; empty where nothing',
      ),
    alsoGains: zod.number().describe('How many others would gain access'),
    loses: zod.number().describe('How many would lose access'),
    approvals: zod.array(zod.string()).describe('Who has to approve'),
    guardrail: zod.string().optional().describe('Which rule decided, and why'),
  });
}
