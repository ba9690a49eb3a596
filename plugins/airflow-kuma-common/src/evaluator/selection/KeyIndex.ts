import { InboundModel, LABEL } from '../mesh';
import { Texts } from '../read';

/** Where an inbound has the texts that are looked up. */
export type TextsOf = (inbound: InboundModel) => Texts;

/** Inbounds by the values of those keys that somebody asked for. */
export class KeyIndex {
  private readonly byKey = new Map<string, Map<string, number[]>>();

  constructor(
    private readonly inbounds: InboundModel[],
    private readonly textsOf: TextsOf,
  ) {}

  add(inbound: InboundModel) {
    const index = this.inbounds.length - 1;
    for (const [key, byValue] of this.byKey) {
      put(byValue, this.textsOf(inbound).get(key), index);
    }
  }

  find(key: string, value: string): readonly number[] {
    let byValue = this.byKey.get(key);
    if (!byValue) {
      byValue = new Map();
      for (const [index, inbound] of this.inbounds.entries()) {
        put(byValue, this.textsOf(inbound).get(key), index);
      }
      this.byKey.set(key, byValue);
    }
    return byValue.get(value) ?? [];
  }

  smallest(wanted: Texts): readonly number[] | undefined {
    let best: readonly number[] | undefined;
    for (const [key, value] of wanted) {
      // Neither finds anything here, though they may select: any tag, no label.
      if (value === '*' || value === '' || key === LABEL.displayName) continue;
      const found = this.find(key, value);
      if (!best || found.length < best.length) best = found;
    }
    return best;
  }
}

function put(
  byValue: Map<string, number[]>,
  value: string | undefined,
  index: number,
) {
  if (value === undefined) return;
  const list = byValue.get(value);
  if (list) list.push(index);
  else byValue.set(value, [index]);
}
