import {
  ImpactQuery,
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError, NotFoundError } from '@backstage/errors';
import { parse } from 'yaml';
import { z } from 'zod';

const policySchema = z.looseObject({
  type: z.enum(['MeshTrafficPermission', 'TrafficPermission']),
  name: z.string().min(1),
});

const FIELDS = {
  MeshTrafficPermission: 'meshTrafficPermissions',
  TrafficPermission: 'trafficPermissions',
} as const;

/** A mesh as it would be, and each policy that differs as it was and will be. */
type ChangedSnapshot = { snapshot: MeshSnapshot; touched: KumaResource[] };

/** A mesh as it would be with some policies more and some less. */
export function changeSnapshot(
  snapshot: MeshSnapshot,
  { add = [], remove = [] }: Pick<ImpactQuery, 'add' | 'remove'>,
  now: string,
): ChangedSnapshot {
  const changed = { ...snapshot };
  const touched: KumaResource[] = [];
  const take = (kind: keyof typeof FIELDS, name: string) => {
    const field = FIELDS[kind];
    const before = changed[field];
    changed[field] = before.filter(policy => policy.name !== name);
    const old = before.find(policy => policy.name === name);
    if (old) touched.push(old);
    return old;
  };
  for (const { kind, name } of remove) {
    if (!take(kind, name)) throw new NotFoundError(`No ${kind} ${name}`);
  }
  for (const text of add) {
    const policy = readPolicy(text);
    const kind = policy.type as keyof typeof FIELDS;
    const before = take(kind, policy.name);
    // A policy keeps its age; a new one is the newest, which decides between TrafficPermissions.
    const next = { ...policy, creationTime: before?.creationTime ?? now };
    changed[FIELDS[kind]] = [...changed[FIELDS[kind]], next];
    touched.push(next);
  }
  return { snapshot: changed, touched };
}

function readPolicy(text: string): KumaResource {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    throw new InputError('add: a policy is neither YAML nor JSON');
  }
  const parsed = policySchema.safeParse(value);
  if (parsed.success) return parsed.data as KumaResource;
  throw new InputError(
    `add: ${parsed.error.issues
      .map(({ path, message }) => `${path.join('.')} ${message}`)
      .join('; ')}`,
  );
}
