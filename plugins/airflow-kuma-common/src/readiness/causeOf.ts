import { readPolicy } from '../evaluator/policies';
import {
  KumaResource,
  MeshSnapshot,
  PolicyReference,
  ServiceVerdict,
} from '../evaluator/types';
import { JudgedCall, JudgedMesh } from './judgeCall';
import { Rule30, TAG_TARGETS } from './rules';
import { CallQuestion, ReadinessCause, ReadinessResource } from './types';

const MOST = 20;

/** What a cause is found from. */
export type CauseContext = {
  question: CallQuestion;
  before: JudgedCall;
  after: JudgedCall;
  after30: JudgedMesh;
  snapshot: Pick<MeshSnapshot, 'meshTrafficPermissions'>;
};

/** A rule that changes a call, with the resources of the call that it is about. */
export function causeOf(rule: Rule30, context: CauseContext): ReadinessCause {
  const { question } = context;
  switch (rule.kind) {
    case 'no-identity':
      return withoutIdentity(context);
    case 'reachable-backends':
    case 'reference-by-name':
    case 'passthrough':
      return cause(rule.kind, 'caller', callersOf(question));
    case 'tag-service':
      return tagCause(context);
    default:
      return cause(rule.kind, 'destination', policiesOf(rule, context));
  }
}

/** The policies of the destination that a rule takes away or changes. */
function policiesOf(
  rule: Rule30,
  { before, after, snapshot }: CauseContext,
): ReadinessResource[] {
  const touched = new Map<string, ReadinessResource>();
  const byName = new Map(
    snapshot.meshTrafficPermissions.map(policy => [policy.name, policy]),
  );
  for (const reference of selectingOf([before.answer, after.answer])) {
    const isTouched =
      reference.kind === 'TrafficPermission'
        ? rule.kind === 'older-permission'
        : touches(rule, byName.get(reference.name));
    if (isTouched) {
      const { kind, name } = reference;
      touched.set(`${kind} ${name}`, { kind, name });
    }
  }
  const deciding = [before, after].flatMap(({ destination }) => {
    const { policy } = destination;
    return policy && touched.has(`${policy.kind} ${policy.name}`)
      ? [policy]
      : [];
  });
  return distinct(deciding.length > 0 ? deciding : [...touched.values()]);
}

function touches(rule: Rule30, policy: KumaResource | undefined): boolean {
  return policy !== undefined && rule.touches?.(readPolicy(policy)) === true;
}

function selectingOf(answers: ServiceVerdict[]): PolicyReference[] {
  return answers.flatMap(({ verdict, inbounds }) => [
    ...verdict.selectedBy,
    ...inbounds.flatMap(inbound => inbound.verdict.selectedBy),
  ]);
}

function tagCause(context: CauseContext): ReadinessCause {
  const { question, before, after } = context;
  const { destination, isExternal } = question;
  const { kind, name } = destination;
  if (isExternal) {
    return cause('external-service', 'destination', [
      { kind: 'ExternalService', name },
    ]);
  }
  if (kind === 'ServiceTag') {
    return cause('tag-service', 'both', [{ kind: 'kuma.io/service', name }]);
  }
  const lost =
    before.answer.inbounds.length > 0 && after.answer.inbounds.length === 0;
  if (lost) return cause('tag-service', 'destination', [{ kind, name }]);
  // A policy that goes by tags selects it no longer, or an outbound is gone.
  const policies = byTags(context);
  return policies.length > 0
    ? cause('tag-service', 'destination', policies)
    : cause('tag-service', 'caller', callersOf(question));
}

/** Policies of the destination whose target goes by tags. */
function byTags({ before, snapshot }: CauseContext): ReadinessResource[] {
  const selecting = new Set(
    selectingOf([before.answer]).map(({ kind, name }) => `${kind} ${name}`),
  );
  return snapshot.meshTrafficPermissions
    .filter(({ type, name }) => selecting.has(`${type} ${name}`))
    .filter(policy => TAG_TARGETS.has(readPolicy(policy).target.kind))
    .map(({ type, name }) => ({ kind: type, name }));
}

function withoutIdentity({
  question,
  before,
  after30,
}: CauseContext): ReadinessCause {
  const lacks = (name: string) =>
    after30.proxies.has(name) &&
    after30.judge.identityOf(name).uriSans.length === 0;
  const callers = callersOf(question).filter(({ name }) => lacks(name));
  const destinations = before.answer.inbounds
    .map(({ destination }) => destination.dataplane)
    .filter(lacks)
    .map(name => ({ kind: 'Dataplane', name }));
  if (callers.length > 0 && destinations.length > 0) {
    return cause('no-identity', 'both', [...callers, ...destinations]);
  }
  return destinations.length > 0
    ? cause('no-identity', 'destination', destinations)
    : cause('no-identity', 'caller', callers);
}

function callersOf({ callers }: CallQuestion): ReadinessResource[] {
  return callers
    .flatMap(({ proxies }) => proxies)
    .map(name => ({ kind: 'Dataplane', name }));
}

function cause(
  kind: ReadinessCause['kind'],
  end: ReadinessCause['end'],
  resources: ReadinessResource[],
): ReadinessCause {
  return { kind, end, resources: distinct(resources) };
}

function distinct(resources: ReadinessResource[]): ReadinessResource[] {
  const byKey = new Map(
    resources.map(each => [`${each.kind} ${each.name}`, each]),
  );
  return [...byKey.values()].slice(0, MOST);
}
