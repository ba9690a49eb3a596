import { evaluatorOf, InternalEvaluator } from '../createEvaluator';
import { InboundModel } from '../mesh';
import { compareTexts, PolicyModel } from '../policies';
import { selectAll } from '../selection';
import { LintFinding, MeshSnapshot, ProxyIdentity } from '../types';
import { CompiledMesh, compileMesh } from '../verdict';

/** What all checks look at. */
export type LintContext = {
  mesh: CompiledMesh;
  evaluator: InternalEvaluator;
  /** MeshTrafficPermissions that are in force. */
  policies: PolicyModel[];
  selected: Map<PolicyModel, InboundModel[]>;
  /** Identities that proxies show, each once, sorted. */
  identities: ProxyIdentity[];
  /** The same as Envoy compares them. */
  joined: Set<string>;
  /** Those of them that start with a text. */
  startingWith(prefix: string): string[];
};

/** One thing to look for. */
export type LintCheck = (context: LintContext) => LintFinding[];

/** Reads a mesh for all checks. */
export function lintContextOf(snapshot: MeshSnapshot): LintContext {
  const mesh = compileMesh(snapshot);
  const evaluator = evaluatorOf(mesh);
  const { rules, legacy } = mesh.capabilities;
  const policies = mesh.policies.filter(
    policy =>
      !policy.reference.shadow && (policy.rules.length > 0 ? rules : legacy),
  );
  const identities = new Map<string, ProxyIdentity>();
  for (const name of mesh.proxies.keys()) {
    const identity = evaluator.identityOf(name);
    if (identity.uriSans.length > 0)
      identities.set(joinedOf(identity), identity);
  }
  const joined = [...identities.keys()].sort(compareTexts);
  return {
    mesh,
    evaluator,
    policies,
    selected: selectAll(policies, mesh.inbounds, mesh.capabilities),
    identities: joined.map(each => identities.get(each)!),
    joined: new Set(joined),
    startingWith: prefix => startingWith(joined, prefix),
  };
}

/** Texts of a sorted list that start with another. */
function startingWith(sorted: string[], prefix: string): string[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < prefix) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < sorted.length && sorted[end].startsWith(prefix)) end++;
  return sorted.slice(low, end);
}

/** What Envoy compares with a SPIFFE ID. */
export function joinedOf(identity: Pick<ProxyIdentity, 'uriSans'>): string {
  return identity.uriSans.join(',');
}

/** Names for a finding: not too many, and how many there are. */
export function affected(
  names: Iterable<string>,
): Pick<LintFinding, 'affected' | 'affectedTotal'> {
  const distinct = [...new Set(names)];
  return { affected: distinct.slice(0, 20), affectedTotal: distinct.length };
}

/** An inbound as people call it. */
export function nameOf({ proxy, section }: InboundModel): string {
  return `${proxy.name}/${section}`;
}
