import { LABEL } from '../../mesh';
import { Subset, subsetKey } from '../../grouping';
import { FromModel, PolicyModel } from '../../policies';

/** An item of `spec.from`, with the URI SANs that a caller needs to be meant. */
export type Item = {
  policy: PolicyModel;
  from: FromModel;
  tags: Subset;
  uriSans: string[];
};

/** Items of policies, in the order of the policies. */
export function itemsOf(policies: PolicyModel[], mesh: string): Item[] {
  return policies.flatMap(policy =>
    policy.from.flatMap(from => {
      const { tags } = from;
      if (tags === undefined) return [];
      const uriSans = tags.map(([key, value]) => uriSanOf(mesh, key, value));
      return [{ policy, from, tags, uriSans }];
    }),
  );
}

/** Envoy matches the service by the SPIFFE ID and other tags by `kuma://` SANs. */
export function uriSanOf(mesh: string, key: string, value: string): string {
  return key === LABEL.service
    ? `spiffe://${mesh}/${value}`
    : `kuma://${key}/${value}`;
}

/** Equal subsets always fall into the same groups, so one of them is enough. */
export function distinctSubsets(items: Item[]): Subset[] {
  const subsets = new Map(items.map(item => [subsetKey(item.tags), item.tags]));
  return [...subsets.values()];
}

/** Confs merge, so an item without an action leaves the one before it. */
export function decidingItem(items: Item[]): Item | undefined {
  return (
    items.filter(({ from }) => from.action !== undefined).pop() ?? items.pop()
  );
}
