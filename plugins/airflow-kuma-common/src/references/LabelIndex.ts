import { LABEL } from '../evaluator/mesh';
import { isRecord, readArray, readTexts, Texts } from '../evaluator/read';
import { KumaResource } from '../evaluator/types';

/** With these a display name is one resource. */
const PLACE = [LABEL.namespace, LABEL.zone];
/** Labels of Kuma's own domain say how or for whom a resource came to be. */
const COMPUTED = /^([a-z0-9-]+\.)*kuma\.io\//;

/** Finds labels that only one of some resources has. */
export class LabelIndex {
  readonly #labels = new Map<string, Texts>();
  readonly #having = new Map<string, Set<string>>();

  constructor(resources: unknown) {
    for (const value of readArray(resources).filter(isRecord)) {
      const { name, labels } = value as KumaResource;
      const own = readTexts(labels);
      this.#labels.set(name, own);
      for (const [key, text] of own) {
        const pair = pairOf(key, text);
        const having = this.#having.get(pair);
        if (having) having.add(name);
        else this.#having.set(pair, new Set([name]));
      }
    }
  }

  /** Labels that single a resource out; `undefined` where none do. */
  single(name: string): Record<string, string> | undefined {
    const labels = this.#labels.get(name);
    return labels && labelSets(labels, name).find(set => this.#isSingle(set));
  }

  #isSingle(labels: Record<string, string>): boolean {
    const [first, ...others] = Object.entries(labels)
      .map(([key, value]) => this.#having.get(pairOf(key, value))!)
      .sort((a, b) => a.size - b.size);
    let found = 0;
    for (const name of first) {
      if (others.every(having => having.has(name))) found += 1;
      if (found > 1) return false;
    }
    return found === 1;
  }
}

/** Sets of labels to try, the most telling first. */
function labelSets(labels: Texts, name: string): Record<string, string>[] {
  const pick = (keys: Iterable<string>) =>
    Object.fromEntries(
      [...keys].flatMap(key => {
        const value = labels.get(key);
        return value ? [[key, value]] : [];
      }),
    );
  const isName = (key: string) => Number(labels.get(key) === name);
  const place = pick(PLACE);
  const own = [...labels]
    .map(([key]) => key)
    .filter(key => labels.get(key) && !COMPUTED.test(key))
    .sort()
    // A label that names the service: of others more services may come.
    .sort((a, b) => isName(b) - isName(a));
  return [
    ...(labels.get(LABEL.displayName)
      ? [{ ...pick([LABEL.displayName]), ...place }]
      : []),
    ...own.map(key => ({ ...pick([key]), ...place })),
    ...(own.length > 1 ? [{ ...pick(own), ...place }] : []),
  ];
}

function pairOf(key: string, value: string): string {
  return JSON.stringify([key, value]);
}
