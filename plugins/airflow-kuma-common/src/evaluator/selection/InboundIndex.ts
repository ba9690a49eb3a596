import { InboundModel, LABEL } from '../mesh';
import { PolicyModel } from '../policies';
import { KeyIndex, TextsOf } from './KeyIndex';

const labelsOf: TextsOf = inbound => inbound.proxy.labels;
const tagsOf: TextsOf = inbound => inbound.tags;

/** Finds inbounds by labels and tags of their proxies, to ask few instead of all. */
export class InboundIndex {
  private readonly inbounds: InboundModel[] = [];
  private readonly labels = new KeyIndex(this.inbounds, labelsOf);
  private readonly tags = new KeyIndex(this.inbounds, tagsOf);

  /** Adds an inbound under the next index. */
  add(inbound: InboundModel) {
    this.inbounds.push(inbound);
    this.labels.add(inbound);
    this.tags.add(inbound);
  }

  /** Inbounds that a policy may select, by index; more than it does select. */
  candidates(policy: PolicyModel): readonly number[] {
    return this.lookUp(policy) ?? [...this.inbounds.keys()];
  }

  private lookUp(policy: PolicyModel): readonly number[] | undefined {
    const { kind, name, labels, tags } = policy.target;
    if (kind === 'Dataplane' && name === undefined && labels) {
      return this.labels.smallest(labels);
    }
    if (kind === 'MeshService' && name !== '*') {
      return this.tags.find(LABEL.service, name ?? '');
    }
    if (kind === 'MeshSubset' || kind === 'MeshServiceSubset') {
      return this.tags.smallest(tags);
    }
    return undefined;
  }
}
