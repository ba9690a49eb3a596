import { Evaluator } from './createEvaluator';
import { DestinationServicePort, Verdict, VerdictCode } from './types';

/**
 * What happens to calls at a destination, in words, by what permits them. Every
 * page that speaks of it uses this.
 * @public
 */
export type Enforcement = {
  /**
   * `permissive`: callers with a certificate are decided, others pass.
   * `not-enforced`: every call passes.
   */
  state: 'enforced' | 'permissive' | 'not-enforced' | 'unknown';
  /** A call that no permission names. */
  withoutPermission: string;
  /** A call that a permission names. */
  withPermission: string;
  /** What to do so that permissions decide; absent where they do. */
  advice?: string;
};

/** An identity that no policy can mean but one that lets everybody in. @public */
export const STRANGER = {
  uriSans: ['spiffe://nobody.invalid/workload/nobody'],
};

const ADVICE: Partial<Record<VerdictCode, string>> = {
  'mtls-off':
    'To let the mesh decide, turn mTLS on or give its workloads a MeshIdentity.',
  'no-identity-on-destination':
    'To let the mesh decide, give the destination an identity: a MeshIdentity that selects its proxies.',
  'external-not-decided':
    'To let the mesh decide, send the traffic to it through a zone egress: that decides in place of a service that has no proxy.',
  'gateway-not-decided':
    'A builtin gateway takes calls from outside of the mesh; decide at the services behind it.',
};

/** What a mesh that lets plaintext pass should do next. @public */
export const STRICT_ADVICE =
  'Set the mode to strict once every caller has a proxy; until then whoever has none gets in.';

/** Why nothing is decided there, and what would change that. @public */
export function adviceFor({ code }: Pick<Verdict, 'code'>): string | undefined {
  return ADVICE[code];
}

/**
 * What happens to calls at a destination without, and with, a permission.
 * @public
 */
export function enforcementOf(
  evaluator: Pick<Evaluator, 'evaluateService' | 'inboundsOf' | 'isPermissive'>,
  destination: DestinationServicePort,
): Enforcement {
  const { verdict } = evaluator.evaluateService(STRANGER, destination);
  const passes = 'It passes.';
  if (verdict.enforced === 'unknown') {
    return {
      state: 'unknown',
      withoutPermission: `What happens cannot be told. ${verdict.reason}`,
      withPermission: 'What happens cannot be told.',
    };
  }
  if (verdict.enforced === 'not-enforced') {
    const advice = adviceFor(verdict);
    return {
      state: 'not-enforced',
      withoutPermission: `It passes, like every call. ${verdict.reason}`,
      withPermission: passes,
      ...(advice && { advice }),
    };
  }
  const isPermissive = evaluator
    .inboundsOf(destination)
    .some(inbound => evaluator.isPermissive(inbound));
  const decided =
    verdict.enforced === 'allow'
      ? `It passes, since everybody with a certificate is let in. ${verdict.reason}`
      : 'It is refused.';
  return isPermissive
    ? {
        state: 'permissive',
        withoutPermission: `${decided} A caller without a certificate passes, though: the mode is permissive.`,
        withPermission: passes,
        advice: STRICT_ADVICE,
      }
    : { state: 'enforced', withoutPermission: decided, withPermission: passes };
}
