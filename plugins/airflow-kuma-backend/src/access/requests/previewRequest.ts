import {
  AccessObstacle,
  AccessPreview,
  AccessRequestInput,
  edgeDags,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { previewCallers } from '../callersEnd/previewCallers';
import { assess, Assessment } from '../preview/assess';
import { guardrailWords } from '../preview/guardrailWords';
import { renderPolicies } from '../preview/renderPolicies';
import { openKey } from '../preview/openKey';
import { Caller } from '../types';
import { requestersOf } from './requestersOf';
import { usualDecisionSeconds } from './usualDecisionSeconds';

const LISTED = 50;

/** What a request would do, for who is about to make it. */
export async function previewRequest(
  context: AccessContext,
  caller: Caller,
  input: AccessRequestInput,
): Promise<AccessPreview> {
  const requesters = requestersOf(context.config, caller, input);
  const before = input.extends
    ? await context.store.find(input.extends)
    : undefined;
  const assessment = await assess(
    context,
    input,
    caller,
    requesters,
    'preview',
    { purpose: 'request', before },
  );
  assessment.problems.push(...(await duplicateProblems(context, input)));
  return toPreview(context, assessment, caller);
}

/** The same open already, or granted: then it can only be extended. */
export async function duplicateProblems(
  context: AccessContext,
  input: AccessRequestInput,
): Promise<AccessPreview['problems']> {
  const open = await context.store.findOpen(
    openKey(input, input.extends !== undefined),
  );
  if (!open) return [];
  return [
    {
      message:
        open.state === 'active'
          ? `This access is granted already (request ${open.id}); extend that one`
          : `The same is asked for already (request ${open.id}, ${open.state})`,
      request: open.id,
    },
  ];
}

/** An assessment as the API answers it: only names that the caller may see. */
export async function toPreview(
  context: AccessContext,
  assessment: Assessment,
  caller: Caller,
): Promise<AccessPreview> {
  const visible = await context.visibility.of(caller.credentials);
  const { impact, resolution, guardrail, sharing } = assessment;
  const gained = [...new Set(impact.gains.map(pair => pair.identity))].sort();
  const denied = await deniedEdges(context, assessment);
  const { resolved } = resolution;
  const callersEnd = resolved && (await previewCallers(context, resolved));
  return {
    problems: assessment.problems,
    warnings: assessment.warnings,
    sourceOwners: assessment.sourceOwners,
    obstacles: await obstacles(context, assessment),
    ...(assessment.current && { current: assessment.current }),
    policies: renderPolicies(
      assessment.written,
      assessment.existing,
      assessment.driver.name,
      assessment.isKubernetes,
    ),
    ...(callersEnd && { callersEnd }),
    enforced: assessment.enforced,
    alsoGains: [
      ...(sharing.length > 0
        ? [
            {
              refs: sharing.filter(ref => visible.has(ref)).slice(0, LISTED),
              identities: (resolution.resolved?.identities ?? []).map(
                one => one.uriSans[0],
              ),
              total: sharing.length,
              because:
                'They run under the same workload identity, which is all that the mesh can tell apart.',
            },
          ]
        : []),
      ...(gained.length > 0
        ? [
            {
              refs: [],
              identities: gained.slice(0, LISTED),
              total: gained.length,
              because:
                'The policy that has to be written lets these callers in as well.',
            },
          ]
        : []),
    ],
    loses: impact.loses.map(pair => ({
      source: pair.identity,
      destination: `${pair.dataplane}:${pair.inbound}`,
    })),
    impactHash: assessment.impactHash,
    opensDenied: denied.filter(ref => visible.has(ref)),
    stillDenies: assessment.stillDenies,
    ...(guardrail && {
      guardrail: {
        name: guardrail.name,
        outcome: guardrail.outcome,
        advice: await guardrailWords(context.people, guardrail),
      },
    }),
    approvals: assessment.approvals,
    ...(await usualDecisionSeconds(context, resolution.resolved)),
  };
}

/** What Explain finds between the two that a permission does not mend. */
async function obstacles(
  context: AccessContext,
  { resolution: { resolved } }: Assessment,
): Promise<AccessObstacle[]> {
  if (!resolved) return [];
  return context.obstacles.of(
    resolved.dags.flatMap(dag =>
      resolved.targets.map(target => ({
        dag: dag.ref,
        service: target.ref,
        port: target.port,
      })),
    ),
    // The caller's end is a part of the request, and told as one.
    { without: ['way-out'] },
  );
}

/** DAGs whose calls to the destination were, or could be, among those refused. */
async function deniedEdges(
  context: AccessContext,
  { resolution }: Assessment,
): Promise<string[]> {
  const { resolved } = resolution;
  if (!resolved) return [];
  const gaining = new Set([
    ...resolved.dags.map(dag => dag.ref),
    ...resolution.sharing.flatMap(({ refs }) => refs),
  ]);
  const services = [...new Set(resolved.targets.map(target => target.ref))];
  const edges = (
    await Promise.all(services.map(ref => context.edges.edgesOfService(ref)))
  ).flat();
  return [
    ...new Set(
      edges
        // What is told elsewhere is an edge of its own.
        .filter(
          ({ observed }) => observed.outcome === 'denied' && !observed.toldAt,
        )
        .flatMap(edgeDags)
        .filter(dag => gaining.has(dag)),
    ),
  ].sort();
}
