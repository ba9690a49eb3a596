import {
  AccessRequestInput,
  ApprovalSet,
  createEvaluator,
  Evaluator,
  GuardrailDecision,
  KumaResource,
  MeshSnapshot,
  SourceOwner,
  Verdict,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext, RevisedSnapshot } from '../AccessContext';
import {
  gainByIdentity,
  Impact,
  impactHash,
  isDecided,
  impactOf,
  mergedPolicies,
  MeshView,
  planGrant,
  PlannedGrant,
  withPolicies,
} from '../policies';
import { Resolution, resolveRequest } from '../resolve/resolveRequest';
import { Caller, Prolonged, ResolvedAccess } from '../types';
import { sourceOwners } from '../people/sourceOwners';
import { assessBreaker, callerApprovals } from './callerOwners';
import { borrowersInWords } from './borrowersInWords';
import { approvalSets, decideAll, impossibleSets } from './decideApprovals';
import { guardrailWords } from './guardrailWords';
import { guardrailSubjects } from './guardrailSubject';
import { validateInput } from './validateInput';

/** Everything that is known about a request before it is made, or decided. */
export type Assessment = {
  problems: { field?: string; message: string }[];
  warnings: string[];
  /** Who owns the DAGs of the source. */
  sourceOwners: SourceOwner[];
  resolution: Resolution;
  planned?: PlannedGrant;
  impact: Impact;
  impactHash: string;
  /** DAGs that would gain because they show the same certificate. */
  sharing: string[];
  guardrail?: GuardrailDecision;
  approvals: ApprovalSet[];
  current?: Verdict;
  /** Whether all of it is allowed already. */
  allowedAlready: boolean;
  enforced: boolean;
  stillDenies: string[];
  driver: { name: string; writable: boolean; how: string };
  /** What would be written, beside what is there. */
  written: KumaResource[];
  existing: KumaResource[];
  /** Written as custom resources. */
  isKubernetes: boolean;
};

/** Who a request counts as asked by. */
export type Requesters = { requester: string; onBehalfOf: string[] };

const NO_IMPACT: Impact = { gains: [], loses: [] };

/**
 * Judges a request as it would be now. `grantId` is the id that its policies
 * will carry.
 */
export async function assess(
  context: AccessContext,
  input: AccessRequestInput,
  caller: Caller,
  requesters: Requesters,
  grantId: string,
  options: {
    /** An approver judges what exists already: not its dates, not who may approve. */
    purpose: 'request' | 'decision';
    /** The grant that it prolongs. */
    before?: Prolonged;
  },
): Promise<Assessment> {
  const now = context.now();
  const { purpose, before } = options;
  const visible =
    purpose === 'request'
      ? await context.visibility.of(caller.credentials)
      : undefined;
  const resolution = await resolveRequest(
    context,
    input,
    ref => visible === undefined || visible.has(ref),
  );
  const assessment: Assessment = {
    problems: [
      ...(purpose === 'request'
        ? validateInput(input, context.config, now, before)
        : []),
      ...resolution.problems,
    ],
    warnings: [],
    sourceOwners: [],
    resolution,
    impact: NO_IMPACT,
    impactHash: 'none',
    sharing: [],
    approvals: [],
    allowedAlready: false,
    enforced: false,
    stillDenies: [],
    driver: { name: 'none', writable: false, how: '' },
    written: [],
    existing: [],
    isKubernetes: false,
  };
  assessment.sourceOwners = await sourceOwners(
    context.people,
    resolution.dags,
    requesters.requester,
    caller,
  );
  const { resolved } = resolution;
  if (!resolved) return assessment;

  const snapshot = await context.inventory.meshSnapshot(resolved);
  if (!snapshot) {
    assessment.problems.push({
      field: 'destination',
      message: `Nothing is known yet of mesh ${resolved.mesh} on ${resolved.controlPlane}`,
    });
    return assessment;
  }
  await assessMesh(context, assessment, snapshot, resolved, grantId);
  // A live grant that goes on is allowed by itself.
  if (assessment.allowedAlready && !input.extends) {
    assessment.warnings.unshift(
      'It is allowed already. The grant would keep it allowed while it lasts, and say why.',
    );
  }
  if (purpose === 'request') {
    await assessApprovals(
      context,
      assessment,
      input,
      caller,
      requesters,
      resolved,
      before,
    );
  }
  return assessment;
}

async function assessMesh(
  context: AccessContext,
  assessment: Assessment,
  snapshot: RevisedSnapshot,
  resolved: ResolvedAccess,
  grantId: string,
): Promise<void> {
  const view = context.views.of(resolved, snapshot);
  const planned = planGrant(view, resolved, grantId);
  assessment.planned = planned;
  assessment.problems.push(
    ...planned.refusals.map(message => ({ field: 'destination', message })),
  );
  assessment.driver = await context.drivers.describe(resolved);
  if (!assessment.driver.writable) {
    assessment.problems.push({
      field: 'destination',
      message: assessment.driver.how,
    });
  }

  const merged = await mergedWith(
    context,
    snapshot,
    resolved,
    grantId,
    planned,
  );
  const written = [
    ...planned.plan.policies,
    ...merged.map(entry => entry.policy),
  ];
  const after = createEvaluator(
    withPolicies(snapshot, written, context.now().toISOString()),
  );
  const inbounds = resolved.targets.flatMap(target =>
    view.evaluator.inboundsOf(target),
  );
  assessment.impact = impactOf(view, after, inbounds, resolved.identities);
  // Where nobody decides, all of them pass already.
  assessment.sharing = isDecided(view.evaluator, resolved)
    ? gainByIdentity(assessment.resolution.sharing, view.evaluator, inbounds)
    : [];
  assessment.impactHash = impactHash(assessment.impact, assessment.sharing);
  assessment.enforced = planned.refusals.length === 0 && inbounds.length > 0;
  assessment.written = written;
  assessment.existing = [
    ...snapshot.meshTrafficPermissions,
    ...snapshot.trafficPermissions,
  ];
  // Where the place is not told, the git driver takes it for Kubernetes too.
  assessment.isKubernetes =
    snapshot.kubernetes === true ||
    (assessment.driver.name === 'git' && !snapshot.deployment);
  if (assessment.driver.writable) {
    const refused = await context.drivers.refusalsOf(resolved, written);
    assessment.problems.push(
      ...refused.map(message => ({ field: 'destination', message })),
    );
  }
  describeVerdicts(assessment, view, after, resolved);
  describeWarnings(assessment, merged, snapshot);
  assessment.warnings.push(...borrowersInWords(view, resolved));
}

/** Ours where Kuma lets only one policy decide: with the parts of other live grants. */
async function mergedWith(
  context: AccessContext,
  snapshot: MeshSnapshot,
  resolved: ResolvedAccess,
  grantId: string,
  { plan }: PlannedGrant,
) {
  if (plan.merged.length === 0) return [];
  const names = new Set(plan.merged.map(part => part.name));
  const live = await context.store.all({
    states: ['applying', 'active'],
    mesh: resolved,
  });
  const others = live
    .filter(record => record.id !== grantId)
    .flatMap(record =>
      (record.plan?.merged ?? []).map(part => ({ grant: record.id, part })),
    );
  return mergedPolicies(snapshot, [
    ...others.filter(({ part }) => names.has(part.name)),
    ...plan.merged.map(part => ({ grant: grantId, part })),
  ]);
}

function describeVerdicts(
  assessment: Assessment,
  view: MeshView,
  after: Evaluator,
  resolved: ResolvedAccess,
): void {
  const stillDenies = new Set<string>();
  let allAllowed = true;
  for (const source of resolved.identities) {
    for (const target of resolved.targets) {
      const { verdict } = view.evaluator.evaluateService(source, target);
      if (verdict.enforced !== 'allow') allAllowed = false;
      // The first refusal says more than the first allow.
      if (
        !assessment.current ||
        (assessment.current.enforced === 'allow' &&
          verdict.enforced !== 'allow')
      ) {
        assessment.current = verdict;
      }
      const then = after.evaluateService(source, target).verdict;
      if (!['allow', 'not-enforced'].includes(then.enforced)) {
        stillDenies.add(`${target.displayName}:${target.port}: ${then.reason}`);
      }
    }
  }
  assessment.allowedAlready = allAllowed;
  assessment.stillDenies = [...stillDenies].sort();
  if (assessment.enforced && stillDenies.size > 0) {
    assessment.problems.push({
      field: 'destination',
      message: `Other policies would still refuse it. ${assessment.stillDenies[0]}`,
    });
  }
}

function describeWarnings(
  assessment: Assessment,
  merged: { policy: KumaResource; base?: string }[],
  snapshot: MeshSnapshot,
): void {
  const { warnings, current } = assessment;
  for (const { base } of merged) {
    if (base) {
      warnings.push(
        `Only one TrafficPermission can decide there. The new one carries the sources of "${base}" along, follows its edits, and gives way to it again at the end.`,
      );
    }
  }
  if (
    current?.dialect === 'from' &&
    snapshot.cliques &&
    current.code === 'over-permissive-grouping'
  ) {
    warnings.push(
      'The control plane groups these rules so that it lets in more than they say.',
    );
  }
  if (current?.basis === 'source') {
    warnings.push(
      'How this version of Kuma decides was read in its source, not measured.',
    );
  }
  if (current?.basis === 'assumed') {
    warnings.push(
      'The control plane names no release of Kuma; it is taken for the newest that has the same kinds of resources.',
    );
  }
  if (
    current?.decidedBy?.clause === 'deny' &&
    assessment.stillDenies.length === 0
  ) {
    warnings.push(
      `It overrides "${current.decidedBy.policy.name}", which refuses this caller now.`,
    );
  }
}

async function assessApprovals(
  context: AccessContext,
  assessment: Assessment,
  input: AccessRequestInput,
  caller: Caller,
  { requester, onBehalfOf }: Requesters,
  resolved: ResolvedAccess,
  before: Prolonged | undefined,
): Promise<void> {
  const subjects = guardrailSubjects(
    input,
    assessment.resolution,
    { ref: requester, caller },
    context.now(),
    before,
  );
  const guardrail = decideAll(context.config.guardrails, subjects);
  assessment.guardrail = guardrail;
  if (guardrail.outcome === 'deny') {
    assessment.problems.push({
      message: await guardrailWords(context.people, guardrail),
    });
    return;
  }
  if (input.breakGlass) {
    await assessBreaker(context, assessment, caller, requester);
    if (assessment.impact.loses.length > 0) {
      assessment.problems.push({
        message:
          'Break-glass may take access from nobody, and this would; ask the owner instead',
      });
    }
    if (await context.store.hasUnreviewed(requester)) {
      assessment.problems.push({
        field: 'breakGlass',
        message:
          'Your last break-glass waits for its review; until then there is no other',
      });
    }
    return;
  }
  // What nobody looks at may not open or close anything for anybody else.
  const wanted =
    guardrail.outcome === 'allow' && assessment.impactHash !== 'none'
      ? [{ of: 'owner', count: 1 }]
      : guardrail.approvals;
  const nameOf = await context.people.namesOf([
    ...wanted.map(({ of }) => of),
    ...assessment.sourceOwners.map(({ ref }) => ref),
  ]);
  assessment.approvals = [
    ...approvalSets(wanted, resolved.targets, nameOf),
    ...callerApprovals(context, assessment, nameOf),
  ];
  const impossible = await impossibleSets(
    assessment.approvals,
    [requester, ...onBehalfOf],
    context.people,
  );
  assessment.problems.push(...impossible.map(message => ({ message })));
}
