import {
  isAsOf30,
  meshFindings,
  MeshSnapshot,
  ReadinessFinding,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DefaultEdgeReader, EdgeSet } from '../graph/DefaultEdgeReader';
import { fingerprintOf } from '../graph/facts/fingerprintOf';
import { meshId } from '../graph/facts/GraphFacts';
import { InventoryReader, MeshKey } from '../sync/InventoryReader';
import { CallJudgements } from './CallJudgements';
import { JudgedCall, judgeCalls } from './judgeCalls';

/** All of one mesh, whoever asks. */
export type MeshReadiness = {
  set: EdgeSet;
  snapshot: MeshSnapshot;
  is30: boolean;
  /** Empty where the mesh is of 3.0 already. */
  calls: JudgedCall[];
  findings: ReadinessFinding[];
};

type Judged = {
  fingerprint: string;
  judgements: CallJudgements;
  findings: ReadinessFinding[];
};

/**
 * Judges the calls of meshes. What is known of a call stands while its mesh is
 * the same; the list of calls is made again when the graph's facts changed.
 */
export class ReadinessReader {
  readonly #edges: Pick<DefaultEdgeReader, 'edgeSet'>;
  readonly #inventory: Pick<InventoryReader, 'meshSnapshot'>;
  readonly #judged = new Map<string, Judged>();
  readonly #answers = new WeakMap<
    EdgeSet,
    Map<string, Promise<MeshReadiness | undefined>>
  >();

  constructor(options: {
    edges: Pick<DefaultEdgeReader, 'edgeSet'>;
    inventory: Pick<InventoryReader, 'meshSnapshot'>;
  }) {
    this.#edges = options.edges;
    this.#inventory = options.inventory;
  }

  /** `undefined` where the mesh was never read. */
  async read(key: MeshKey): Promise<MeshReadiness | undefined> {
    const set = await this.#edges.edgeSet();
    const answers = this.#answers.get(set) ?? new Map();
    this.#answers.set(set, answers);
    const id = meshId(key);
    let answer = answers.get(id);
    if (!answer) {
      answer = this.#make(set, key);
      answers.set(id, answer);
      // A failure is not remembered: the next request asks again.
      answer.catch(() => answers.delete(id));
    }
    return answer;
  }

  async #make(set: EdgeSet, key: MeshKey): Promise<MeshReadiness | undefined> {
    const stored = await this.#inventory.meshSnapshot(key);
    if (!stored) return undefined;
    const { revision: _, ...snapshot } = stored;
    const is30 = isAsOf30(snapshot);
    if (is30) return { set, snapshot, is30, calls: [], findings: [] };
    const { judgements, findings } = this.#judgedOf(meshId(key), snapshot);
    const calls = await judgeCalls(set, key, judgements);
    return { set, snapshot, is30, calls, findings };
  }

  #judgedOf(id: string, snapshot: MeshSnapshot): Judged {
    const fingerprint = fingerprintOf(snapshot);
    let judged = this.#judged.get(id);
    if (judged?.fingerprint !== fingerprint) {
      judged = {
        fingerprint,
        judgements: new CallJudgements(snapshot),
        findings: meshFindings(snapshot),
      };
      this.#judged.set(id, judged);
    }
    return judged;
  }
}
