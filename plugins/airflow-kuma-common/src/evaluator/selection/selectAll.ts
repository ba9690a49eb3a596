import { InboundModel } from '../mesh';
import { PolicyModel, selects } from '../policies';
import { Capabilities } from '../version';
import { InboundIndex } from './InboundIndex';
import { selectorKey } from './selectorKey';

/** The inbounds that each of many policies selects. */
export function selectAll(
  policies: PolicyModel[],
  inbounds: InboundModel[],
  capabilities: Capabilities,
): Map<PolicyModel, InboundModel[]> {
  const index = new InboundIndex();
  for (const inbound of inbounds) index.add(inbound);
  const byKey = new Map<string, InboundModel[]>();
  const selected = new Map<PolicyModel, InboundModel[]>();
  for (const policy of policies) {
    const key = selectorKey(policy);
    let found = byKey.get(key);
    if (!found) {
      found = index
        .candidates(policy)
        .map(position => inbounds[position])
        .filter(inbound => selects(policy, inbound, capabilities));
      byKey.set(key, found);
    }
    selected.set(policy, found);
  }
  return selected;
}
