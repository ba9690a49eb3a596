import {
  CallChange,
  CallComparer,
  CallQuestion,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createHash } from 'crypto';
import { createJudge } from '../graph/facts/createJudge';

/**
 * Judges the calls of one version of a mesh, each once: DAGs that share an
 * identity ask the same, and so does every count of the same mesh.
 */
export class CallJudgements {
  readonly #comparer: CallComparer;
  readonly #known = new Map<string, CallChange>();
  readonly #keys = new WeakMap<readonly string[], string>();

  constructor(snapshot: MeshSnapshot) {
    this.#comparer = new CallComparer(snapshot, { judgeOf: createJudge });
  }

  of(question: CallQuestion): CallChange {
    const key = this.#keyOf(question);
    let change = this.#known.get(key);
    if (!change) {
      change = this.#comparer.compare(question);
      this.#known.set(key, change);
    }
    return change;
  }

  /** What becomes of what goes past the mesh. */
  past(proxies: string[], reason: string): CallChange {
    return this.#comparer.comparePast(proxies, reason);
  }

  #keyOf({ callers, ...rest }: CallQuestion): string {
    return JSON.stringify([
      rest,
      callers.map(({ uriSans, proxies }) => [uriSans, this.#listKey(proxies)]),
    ]);
  }

  /** Pools have thousands of proxies, and their DAGs share the list of them. */
  #listKey(proxies: readonly string[]): string {
    let key = this.#keys.get(proxies);
    if (key === undefined) {
      key = createHash('sha256').update(proxies.join('\n')).digest('base64');
      this.#keys.set(proxies, key);
    }
    return key;
  }
}
