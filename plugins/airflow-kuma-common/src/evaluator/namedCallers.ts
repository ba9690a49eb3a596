import { uriSanOf } from './engines/from/items';
import { LABEL } from './mesh';
import { readPolicy, readTrafficPermission } from './policies';
import { KumaResource, MeshSnapshot } from './types';

/**
 * Callers as permissions name them, whether anybody shows that identity or not:
 * by a whole SPIFFE ID, by its beginning, or by tags.
 * @public
 */
export type NamedCaller = {
  kind: 'exact' | 'prefix' | 'tags';
  /** As people read it. */
  value: string;
  /** What a caller that is meant, and that no other entry means by more, would show. */
  uriSans: string[];
};

/** Texts are compared whole, so nobody is called like this. */
const NOBODY_ELSE = '\u0000';

/**
 * All callers that the permissions of a mesh name. Whether they are let in
 * anywhere is for the evaluator to say: another entry may keep them out.
 * @public
 */
export function namedCallers(snapshot: MeshSnapshot): NamedCaller[] {
  const mesh = String(snapshot.mesh.name);
  const found = new Map<string, NamedCaller>();
  for (const caller of [
    ...snapshot.meshTrafficPermissions.flatMap(policy =>
      namedInPolicy(policy, mesh),
    ),
    ...snapshot.trafficPermissions.flatMap(policy =>
      readTrafficPermission(policy).sources.flatMap(match =>
        namedByTags([...match], mesh),
      ),
    ),
  ]) {
    found.set(`${caller.kind} ${caller.value}`, caller);
  }
  return [...found.values()];
}

function namedInPolicy(policy: KumaResource, mesh: string): NamedCaller[] {
  const { rules, from } = readPolicy(policy);
  const byId = rules
    .flatMap(({ allow, allowWithShadowDeny }) => [
      ...allow,
      ...allowWithShadowDeny,
    ])
    .flatMap(({ spiffeId }): NamedCaller[] => {
      if (!spiffeId) return [];
      const { type, value } = spiffeId;
      return type === 'Exact'
        ? [{ kind: 'exact', value, uriSans: [value] }]
        : [{ kind: 'prefix', value, uriSans: [`${value}${NOBODY_ELSE}`] }];
    });
  return [...byId, ...from.flatMap(({ tags = [] }) => namedByTags(tags, mesh))];
}

function namedByTags(tags: [string, string][], mesh: string): NamedCaller[] {
  const told = tags.filter(([, value]) => value !== '*' && value !== '');
  if (!told.length) return []; // everybody
  const uriSans = told.map(([key, value]) => uriSanOf(mesh, key, value));
  return told.every(([key]) => key === LABEL.service)
    ? [{ kind: 'exact', value: uriSans[0], uriSans }]
    : [
        {
          kind: 'tags',
          value: told.map(([key, value]) => `${key}=${value}`).join(', '),
          uriSans,
        },
      ];
}

/**
 * Whether a caller that shows these is one that was named.
 * @public
 */
export function isNamed(
  { kind, value, uriSans }: NamedCaller,
  shown: string[],
): boolean {
  return kind === 'prefix'
    ? shown.some(uriSan => uriSan.startsWith(value))
    : uriSans.every(uriSan => shown.includes(uriSan));
}
