import {
  enforcementOf,
  Evaluator,
  MeshSnapshot,
  ServiceDetails,
  STRANGER,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync';

const IDENTITIES_LISTED = 50;

type Callers = Pick<ServiceDetails, 'enforcement'> &
  Pick<
    ServiceDetails['mayCall'],
    'identities' | 'everybody' | 'withoutCertificate'
  >;

/** Nobody who is known: nothing of the mesh was read yet. */
export const NOBODY_KNOWN: Callers = {
  identities: { total: 0, listed: [] },
  everybody: false,
  withoutCertificate: false,
};

/**
 * Everybody whom the mesh lets in at a service, whatever they are: DAGs' and
 * services' workloads, by the certificate that is all it can tell apart.
 */
export function whoMayCall(
  evaluator: Evaluator,
  snapshot: MeshSnapshot,
  service: Pick<ServiceFact, 'kind' | 'name' | 'dataplanes'>,
): Callers {
  const destination = { kind: service.kind, name: service.name };
  const own = new Set(service.dataplanes);
  const proxies = new Map<string, { uriSans: string[]; count: number }>();
  for (const { name } of snapshot.dataplanes) {
    if (own.has(name)) continue;
    const { uriSans } = evaluator.identityOf(name);
    if (uriSans.length === 0) continue;
    const key = uriSans.join(' ');
    const known = proxies.get(key) ?? { uriSans, count: 0 };
    known.count += 1;
    proxies.set(key, known);
  }
  const passes = (uriSans: string[]) => {
    const { enforced } = evaluator.evaluateService(
      { uriSans },
      destination,
    ).verdict;
    return enforced === 'allow' || enforced === 'not-enforced';
  };
  const letIn = [...proxies.values()]
    .filter(({ uriSans }) => passes(uriSans))
    .map(({ uriSans, count }) => ({ uriSan: uriSans[0], proxies: count }))
    .sort((left, right) => (left.uriSan < right.uriSan ? -1 : 1));
  return {
    enforcement: enforcementOf(evaluator, destination),
    identities: {
      total: letIn.length,
      listed: letIn.slice(0, IDENTITIES_LISTED),
    },
    everybody: passes(STRANGER.uriSans),
    withoutCertificate: passes([]),
  };
}
