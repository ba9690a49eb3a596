import { hasExpired } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { notReady } from '../chain/identityReady';
import { ProxyFacts } from '../ExplainFacts';
import { expiryCause } from './expiryCause';

/** What to do about the certificates of one side; fits the cause that stands beside it. */
export function certificateAdvice(
  sides: ProxyFacts[],
  now: string,
): string | undefined {
  const bare = sides.find(
    ({ proxy }) => !proxy.certificate && proxy.status !== 'unknown',
  );
  if (bare) return adviceForNone(bare);
  for (const facts of sides) {
    const { certificate } = facts.proxy;
    if (
      certificate?.expires &&
      hasExpired(certificate.expires, Date.parse(now))
    ) {
      return expiryCause(facts, certificate.expires).advice;
    }
  }
  return undefined;
}

function adviceForNone({ proxy, issuer }: ProxyFacts): string {
  const { name, status } = proxy;
  if (status === 'offline') {
    return `Start or reconnect ${name}: with its connection comes a certificate.`;
  }
  return issuer && notReady(issuer)
    ? 'Mend the MeshIdentity or the certificate authority behind it.'
    : `Find in the control plane's log why ${name} is given no certificate, although it is connected.`;
}
