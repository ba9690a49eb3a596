import { LintFinding } from '../types';
import { affected, LintCheck, LintContext } from './context';

type Reference = ReturnType<
  LintContext['evaluator']['referencesOf']
>[number]['ref'];

const KINDS: ReadonlySet<string> = new Set([
  'MeshService',
  'MeshExternalService',
  'MeshMultiZoneService',
]);

/**
 * The caller's end: references of proxies that lead nowhere, and those that 3.0
 * will not take. That no permission uses a way out is nobody's mistake.
 */
export const lintReferences: LintCheck = context => {
  const { mesh, evaluator } = context;
  const unread = new Set((mesh.snapshot.unread ?? []).map(({ kind }) => kind));
  // Pods of one template are one mistake, and thousands list the same.
  const classes = new Map<string, string[]>();
  for (const proxy of mesh.proxies.keys()) {
    const key = evaluator.wayOutClass([proxy]);
    const known = classes.get(key);
    if (known) known.push(proxy);
    else classes.set(key, [proxy]);
  }
  const byName: string[] = [];
  const idle: { proxies: string[]; refs: Reference[] }[] = [];
  for (const proxies of classes.values()) {
    const references = evaluator.referencesOf(proxies[0]);
    if (references.some(({ ref }) => ref.labels.size === 0)) {
      byName.push(...proxies);
    }
    const refs = references
      // What was not read may be there.
      .filter(({ ref, found }) => found === 0 && !unread.has(ref.kind))
      .map(({ ref }) => ref);
    if (refs.length > 0) idle.push({ proxies, refs });
  }
  return [
    ...idle.map(leadsNowhere),
    ...(mesh.capabilities.legacy && byName.length > 0 ? [named(byName)] : []),
  ];
};

function leadsNowhere({
  proxies: [first, ...alike],
  refs,
}: {
  proxies: string[];
  refs: Reference[];
}): LintFinding {
  const names = refs.map(nameOf);
  const strange = refs.find(({ kind }) => !KINDS.has(kind));
  return {
    code: 'reference-matches-nothing',
    severity: 'warning',
    message: `${whose(first, alike.length)} refer to ${names[0]}${
      names.length > 1 ? ` and ${names.length - 1} more` : ''
    }, which opens nothing: ${
      strange
        ? `${
            strange.kind || 'a reference without a kind'
          } is no kind that the portal knows`
        : 'there is no such service'
    }.`,
    ...affected(names),
  };
}

function named(proxies: string[]): LintFinding {
  const [first, ...alike] = proxies;
  return {
    code: 'reference-by-name',
    severity: 'warning',
    message: `${whose(
      first,
      alike.length,
    )} refer to services by name. Kuma 3.0 takes references by labels only, so these ways out close there.`,
    ...affected(proxies),
  };
}

function whose(first: string, alike: number): string {
  return alike > 0
    ? `The outbounds and reachableBackends of ${first} and ${alike} more proxies`
    : `The outbounds or reachableBackends of ${first}`;
}

function nameOf({ kind, name, namespace, labels }: Reference): string {
  const by =
    name ?? [...labels].map(([key, value]) => `${key}=${value}`).join(',');
  return [kind, namespace ? `${namespace}/${by}` : by]
    .filter(Boolean)
    .join(' ');
}
