import { Decision } from '../engines';
import { SourceIdentity, Verdict } from '../types';
import { InboundState } from './InboundStates';

/** What happens to a caller at an inbound: the gate first, then the engine. */
export function verdictOf(
  state: InboundState,
  source: SourceIdentity,
  sni: () => string | undefined,
): Verdict {
  const { gate, engine, selectedBy, basis } = state;
  const uriSans = Array.isArray(source.uriSans) ? source.uriSans : [];
  const common = { dialect: engine.dialect, basis, selectedBy };
  if (gate.state === 'open') {
    return {
      ...common,
      ...bothOutcomes('not-enforced'),
      code: gate.code,
      reason: gate.reason,
    };
  }
  if (uriSans.length === 0) {
    return { ...common, ...withoutCertificate(state, gate.permissive) };
  }
  return {
    ...common,
    ...engine.decide({
      uriSans,
      joined: uriSans.join(','),
      sni: engine.usesSni ? sni() : undefined,
    }),
  };
}

/** Callers without a certificate never come to a permission. */
function withoutCertificate(
  state: InboundState,
  permissive: boolean,
): Pick<Decision, 'enforced' | 'intended' | 'code' | 'reason'> {
  if (isRefused(state)) {
    return {
      ...bothOutcomes('unknown'),
      code: 'configuration-refused',
      reason:
        'Envoy refuses what the policies become here and keeps the configuration it had before.',
    };
  }
  return permissive
    ? {
        ...bothOutcomes('not-enforced'),
        code: 'plaintext-permissive',
        reason:
          'The caller has no certificate and the destination is permissive, so no permission is asked.',
      }
    : {
        ...bothOutcomes('deny'),
        code: 'plaintext-refused',
        reason:
          'The caller has no certificate, and the destination only takes mesh TLS.',
      };
}

function isRefused(state: InboundState): boolean {
  const probe = { uriSans: [], joined: '' };
  return state.engine.decide(probe).code === 'configuration-refused';
}

function bothOutcomes<T extends Verdict['enforced']>(outcome: T) {
  return { enforced: outcome, intended: outcome };
}
