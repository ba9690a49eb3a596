import { bothEnds, callerWayOut, WayOut, worstCall } from '../evaluator/reach';
import { Evaluator } from '../evaluator/createEvaluator';
import { enabledBackend } from '../evaluator/identity';
import { isLegacyCertificate } from '../evaluator/sni';
import {
  DestinationServicePort,
  MeshSnapshot,
  ServiceVerdict,
} from '../evaluator/types';
import { isAsOf30 } from './asOf30';
import { OutsideWays, outsideWays } from './outsideWays';
import { CallEnds, CallQuestion } from './types';

/**
 * What answers for one version of a mesh.
 * @public
 */
export type CallJudge = Pick<
  Evaluator,
  'evaluateService' | 'callerWayOut' | 'identityOf'
>;

/** A mesh that calls are judged in. */
export type JudgedMesh = {
  judge: CallJudge;
  outside: OutsideWays;
  proxies: ReadonlySet<string>;
  /** Services can be called by their tags. */
  hasTags: boolean;
  /** `Mesh.mtls` gives certificates. */
  hasCa: boolean;
  /** The mesh as it is today, where this is another. */
  today?: JudgedMesh;
  /** By lists of proxies: pools have thousands, and their callers share one. */
  certificates: WeakMap<readonly string[], string[][]>;
  past: WeakMap<readonly string[], { way?: WayOut }>;
};

export type JudgedCall = CallEnds & {
  /** What the destination said, with all policies that select it. */
  answer: ServiceVerdict;
};

/** Makes a mesh ready for calls. */
export function judgedMesh(
  snapshot: MeshSnapshot,
  options: {
    judgeOf(snapshot: MeshSnapshot): CallJudge;
    hasTags: boolean;
    today?: JudgedMesh;
  },
): JudgedMesh {
  return {
    judge: options.judgeOf(snapshot),
    outside: outsideWays(snapshot),
    proxies: new Set(snapshot.dataplanes.map(({ name }) => name)),
    hasTags: options.hasTags,
    today: options.today,
    certificates: new WeakMap(),
    past: new WeakMap(),
    hasCa: !isAsOf30(snapshot) && enabledBackend(snapshot) !== undefined,
  };
}

/** What happens to a call in a mesh: the worst over the identities of its caller. */
export function judgeCall(
  mesh: JudgedMesh,
  question: CallQuestion,
): JudgedCall {
  if (question.callers.length === 0) return judgeNobody(mesh, question);
  const calls = question.callers.flatMap(caller =>
    certificatesOf(mesh, caller).map(uriSans =>
      judgeOne(mesh, question, { uriSans, proxies: caller.proxies }),
    ),
  );
  return worstCall(calls);
}

/** A caller of whom nothing is known: only what passes for everybody is told. */
function judgeNobody(mesh: JudgedMesh, question: CallQuestion): JudgedCall {
  const call = judgeOne(mesh, question, { uriSans: [], proxies: [] });
  return call.outcome === 'not-enforced'
    ? call
    : {
        ...call,
        outcome: 'unknown',
        decides: 'caller',
        reason: 'As what the caller runs in this mesh is not known.',
      };
}

/** What the caller's proxies show in this version of the mesh. */
function certificatesOf(
  { judge, proxies, hasCa, certificates }: JudgedMesh,
  caller: CallQuestion['callers'][number],
): string[][] {
  const known = certificates.get(caller.proxies);
  if (known) return known;
  const running = caller.proxies.filter(name => proxies.has(name));
  if (running.length === 0) {
    const isGone = !hasCa && isLegacyCertificate(caller.uriSans);
    return [isGone ? [] : caller.uriSans];
  }
  const shown = running.map(name => judge.identityOf(name).uriSans);
  const distinct = [
    ...new Map(shown.map(each => [each.join(' '), each])).values(),
  ];
  certificates.set(caller.proxies, distinct);
  return distinct;
}

function judgeOne(
  mesh: JudgedMesh,
  { destination }: CallQuestion,
  caller: CallQuestion['callers'][number],
): JudgedCall {
  const answer = answerOf(mesh, destination, caller.uriSans);
  const { verdict } = answer;
  const isNameGone = destination.kind === 'ServiceTag' && !mesh.hasTags;
  const wayOut = isNameGone
    ? nameGone(destination.name)
    : mesh.judge.callerWayOut(caller.proxies, destination);
  const past = isNameGone ? wayOut : pastMesh(mesh, caller.proxies);
  const { outcome, decides } = bothEnds(
    verdict.enforced,
    wayOut && { state: wayOut.state, isShut: past?.state === 'closed' },
  );
  const { decidedBy } = verdict;
  const atCaller = wayOut?.state === 'open' ? undefined : wayOut?.reason;
  return {
    outcome,
    decides,
    reason: [
      decides === 'destination' ? undefined : atCaller,
      // Only where the destination would take it does it matter what gets past.
      decides === 'caller' && verdict.enforced !== 'allow' && !isNameGone
        ? past?.reason
        : undefined,
      decides === 'caller' ? undefined : verdict.reason,
    ]
      .filter(Boolean)
      .join(' '),
    ...(wayOut && {
      caller: {
        state: wayOut.state,
        code: wayOut.code,
        reason: wayOut.reason,
      },
    }),
    destination: {
      outcome: verdict.enforced,
      code: verdict.code,
      dialect: verdict.dialect,
      reason: verdict.reason,
      ...(decidedBy && {
        policy: { kind: decidedBy.policy.kind, name: decidedBy.policy.name },
      }),
    },
    answer,
  };
}

/** A service that has lost its proxies is there, and nobody answers for it. */
function answerOf(
  { judge, today }: JudgedMesh,
  destination: DestinationServicePort,
  uriSans: string[],
): ServiceVerdict {
  const answer = judge.evaluateService({ uriSans }, destination);
  const { verdict } = answer;
  if (
    !today ||
    destination.kind === 'ServiceTag' ||
    verdict.code !== 'no-such-destination'
  ) {
    return answer;
  }
  const known = today.judge.evaluateService({ uriSans }, destination);
  if (known.inbounds.length === 0) return answer;
  return {
    ...answer,
    verdict: {
      ...verdict,
      enforced: 'deny',
      intended: 'deny',
      reason: `${destination.name} selects no proxy any more, so nobody answers its callers.`,
    },
  };
}

/** What becomes of a call that has no way out: as the least open proxy has it. */
function pastMesh(mesh: JudgedMesh, names: string[]): WayOut | undefined {
  let known = mesh.past.get(names);
  if (!known) {
    known = { way: wayPast(mesh, names) };
    mesh.past.set(names, known);
  }
  return known.way;
}

function wayPast(
  { outside, proxies }: JudgedMesh,
  names: string[],
): WayOut | undefined {
  const ways = names
    .filter(name => proxies.has(name))
    .map(name => ({ proxies: 1, wayOut: outside(name) }));
  // A call that some proxy lets pass is not known to stop.
  const open = ways.find(({ wayOut }) => wayOut.state !== 'closed');
  return open?.wayOut ?? (ways.length > 0 ? callerWayOut(ways) : undefined);
}

/** A call that goes past the mesh, if what it names is outside. */
export function judgePast(
  mesh: JudgedMesh,
  proxies: string[],
  reason: string,
): CallEnds {
  const caller = pastMesh(mesh, proxies);
  return {
    outcome: 'unknown',
    decides: 'caller',
    reason: [reason, caller && `Past the mesh: ${caller.reason}`]
      .filter(Boolean)
      .join(' '),
    ...(caller && {
      caller: {
        state: caller.state,
        code: caller.code,
        reason: caller.reason,
      },
    }),
    destination: {
      outcome: 'unknown',
      code: 'no-such-destination',
      dialect: 'none',
      reason,
    },
  };
}

function nameGone(name: string): WayOut {
  return {
    state: 'closed',
    code: 'mode',
    reason: `Without tags nothing is called ${name} any more: its callers have no name for it.`,
  };
}
