import {
  KumaResource,
  SourceReference,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { PermissionDriver } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext, MeshPlace } from '../AccessContext';
import { WrittenPolicy } from '../store';
import { DesiredPolicy, kindOf, policyKey } from './desiredPolicies';

/** Said of a policy of ours that no live grant wants. */
export const STRAY_REMOVED = 'access.permission.stray-removed';

const AT_ONCE = 4;
const HURRY_MILLISECONDS = 120_000;

/** What came of a round of writes: errors by policy key. */
export type WriteReport = { changed: number; errors: Map<string, string> };

/**
 * Makes the mesh hold what is desired and nothing else of ours. Each policy is
 * first noted, then written, then noted as written: whenever we are killed, the
 * next pass knows every policy that could be there.
 */
export async function writePolicies(
  context: AccessContext,
  place: MeshPlace,
  desired: Map<string, DesiredPolicy>,
  written: Map<string, WrittenPolicy>,
): Promise<WriteReport> {
  const report: WriteReport = { changed: 0, errors: new Map() };
  const put = [...desired.values()].filter(
    policy => written.get(policy.key)?.hash !== policy.hash,
  );
  const remove = [...written.values()].filter(
    policy => !desired.has(policyKey({ type: policy.kind, name: policy.name })),
  );
  if (put.length + remove.length === 0) return report;

  const found = context.drivers.driverOf(place.controlPlane);
  if ('problem' in found) {
    for (const policy of put) report.errors.set(policy.key, found.problem);
    for (const policy of remove) {
      report.errors.set(
        policyKey({ type: policy.kind, name: policy.name }),
        found.problem,
      );
    }
    return report;
  }
  const { driver } = found;
  await hurry(context, place.controlPlane);
  await eachAtOnce(put, policy =>
    writeOne(context, driver, place, policy, written, report),
  );
  await eachAtOnce(remove, policy =>
    removeOne(context, driver, place, policy, report),
  );
  return report;
}

async function writeOne(
  context: AccessContext,
  driver: PermissionDriver,
  place: MeshPlace,
  { policy, hash, grants, base, key }: DesiredPolicy,
  written: Map<string, WrittenPolicy>,
  report: WriteReport,
): Promise<void> {
  const row: WrittenPolicy = {
    ...place,
    kind: kindOf(policy),
    name: policy.name,
    hash: '',
    grants,
    ...namespaceOfOurs(policy),
    ...(base && { base }),
    writtenAt: context.now().toISOString(),
  };
  await context.policies.put([row]);
  try {
    const outcome = await driver.apply({ ...place, put: [policy], remove: [] });
    const done = {
      ...row,
      hash,
      writtenAt: context.now().toISOString(),
      reference: outcome.reference,
    };
    await context.store.transaction(async transaction => {
      await context.policies.put([done], transaction);
      await context.audit.append(transaction, [
        {
          actor: BACKEND_ACTOR,
          action: 'access.permission.applied',
          // A shared policy is about several grants: each of them tells it.
          ...(grants.length === 1 && { requestId: grants[0] }),
          subject: `${place.controlPlane}/${place.mesh} ${key}`,
          after: {
            driver: driver.name,
            grants,
            policy,
            ...(base && { carries: base }),
            ...(outcome.reference && { reference: outcome.reference }),
            ...(outcome.warnings.length > 0 && { warnings: outcome.warnings }),
          },
        },
      ]);
    });
    written.set(key, done);
    report.changed++;
  } catch (error) {
    written.set(key, row);
    report.errors.set(key, (error as Error).message);
  }
}

async function removeOne(
  context: AccessContext,
  driver: PermissionDriver,
  place: MeshPlace,
  row: WrittenPolicy,
  report: WriteReport,
): Promise<void> {
  const key = policyKey({ type: row.kind, name: row.name });
  try {
    await removePolicy(
      context,
      driver,
      place,
      row,
      'access.permission.removed',
    );
    report.changed++;
  } catch (error) {
    report.errors.set(key, (error as Error).message);
  }
}

/** Takes one policy of ours away, and says so. */
export async function removePolicy(
  context: AccessContext,
  driver: PermissionDriver,
  place: MeshPlace,
  policy: Pick<WrittenPolicy, 'kind' | 'name' | 'namespace' | 'grants'>,
  action: string,
): Promise<void> {
  const { kind, name, namespace, grants } = policy;
  const outcome = await driver.remove({
    ...place,
    put: [],
    remove: [{ kind, name, ...(namespace !== undefined && { namespace }) }],
  });
  // Taken away before, and still to be applied by who merges it: told already.
  const isTold =
    action === STRAY_REMOVED &&
    outcome.reference !== undefined &&
    !outcome.pending;
  if (isTold) return;
  await context.store.transaction(async transaction => {
    await context.policies.remove({ ...place, kind, name }, transaction);
    await context.audit.append(transaction, [
      {
        actor: BACKEND_ACTOR,
        action,
        ...(grants.length === 1 && { requestId: grants[0] }),
        subject: `${place.controlPlane}/${place.mesh} ${policyKey({
          type: kind,
          name,
        })}`,
        after: {
          driver: driver.name,
          grants,
          ...(outcome.reference && { reference: outcome.reference }),
        },
      },
    ]);
  });
}

function namespaceOfOurs({ labels }: KumaResource) {
  const namespace = labels?.['k8s.kuma.io/namespace'];
  return namespace === undefined ? {} : { namespace };
}

/** While something is on its way, its control plane is read more often. */
export async function hurry(
  context: AccessContext,
  controlPlane: string,
): Promise<void> {
  const source: SourceReference = { kind: 'kuma', name: controlPlane };
  const until = new Date(
    context.now().getTime() + HURRY_MILLISECONDS,
  ).toISOString();
  await context.urgency.hurry(source, until);
}

async function eachAtOnce<T>(
  items: T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const workers = Array.from(
    { length: Math.min(AT_ONCE, queue.length) },
    async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift())
        await work(item);
    },
  );
  await Promise.all(workers);
}
