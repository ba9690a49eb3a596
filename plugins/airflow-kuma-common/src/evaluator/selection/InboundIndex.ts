import { InboundModel, LABEL } from '../mesh';
import { PolicyModel } from '../policies';

/** Finds inbounds by labels and tags of their proxies, to ask few instead of all. */
export class InboundIndex {
  private readonly byLabel = new Map<string, number[]>();
  private readonly byTag = new Map<string, number[]>();

  private count = 0;

  /** Adds an inbound under its index, which is the next one. */
  add(index: number, inbound: InboundModel) {
    this.count = index + 1;
    for (const [key, value] of inbound.proxy.labels) {
      push(this.byLabel, `${key}=${value}`, index);
    }
    for (const [key, value] of inbound.tags) {
      push(this.byTag, `${key}=${value}`, index);
    }
  }

  /** Inbounds that a policy may select, by index; more than it does select. */
  candidates(policy: PolicyModel): number[] {
    return (
      this.lookUp(policy) ??
      Array.from({ length: this.count }, (_, index) => index)
    );
  }

  private lookUp(policy: PolicyModel): number[] | undefined {
    const { target } = policy;
    if (
      target.kind === 'Dataplane' &&
      target.name === undefined &&
      target.labels
    ) {
      return smallest(this.byLabel, target.labels);
    }
    if (target.kind === 'MeshService' && target.name !== '*') {
      return this.byTag.get(`${LABEL.service}=${target.name ?? ''}`) ?? [];
    }
    if (target.kind === 'MeshSubset' || target.kind === 'MeshServiceSubset') {
      return smallest(this.byTag, target.tags);
    }
    return undefined;
  }
}

function smallest(
  index: Map<string, number[]>,
  wanted: Map<string, string>,
): number[] | undefined {
  let best: number[] | undefined;
  for (const [key, value] of wanted) {
    // Neither finds anything here, though they may select: any tag, no label.
    if (value === '*' || value === '' || key === LABEL.displayName) continue;
    const found = index.get(`${key}=${value}`) ?? [];
    if (!best || found.length < best.length) best = found;
  }
  return best;
}

function push(map: Map<string, number[]>, key: string, value: number) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
