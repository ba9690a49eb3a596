import { edgeDags } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EdgeReader } from '../../graph/EdgeReader';
import { identityKey } from '../policies';
import { AskedEntry, CallersEndRow } from '../store/CallersEndStore';
import { AccessRecord } from '../types';
import { servicesOf } from './rows';

/** Who needs a way out on, although the grants that asked for it ended. */
export type Need = { grants: string[]; reason: string };

/**
 * Another live grant from the same workload, or a DAG on it that declares the
 * service. Taking the way out back would break those.
 */
export async function stillNeeded(
  { edges }: { edges: EdgeReader },
  row: CallersEndRow,
  asked: AskedEntry,
  live: AccessRecord[],
): Promise<Need | undefined> {
  const identities = new Set(row.identities);
  const grants = live.filter(
    ({ resolved }) =>
      resolved.identities.some(one =>
        identities.has(identityKey(one.uriSans)),
      ) &&
      servicesOf(resolved.targets).some(ref => asked.services.includes(ref)),
  );
  if (grants.length > 0) {
    return {
      grants: grants.map(({ id }) => id).sort(),
      reason: `Grant ${grants[0].id} needs the same way out.`,
    };
  }
  for (const service of asked.services) {
    const declared = (await edges.edgesOfService(service)).filter(
      edge => edge.declared.length > 0,
    );
    for (const dag of new Set(declared.flatMap(edgeDags))) {
      const runsThere = (await edges.identitiesOf(dag)).some(({ uriSans }) =>
        identities.has(identityKey(uriSans)),
      );
      if (runsThere) {
        // Not which: not everybody who reads this may see that DAG.
        return {
          grants: [],
          reason: 'A DAG of this workload declares that it calls it.',
        };
      }
    }
  }
  return undefined;
}
