import {
  GraphAnswer,
  GraphQuery,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createHash } from 'crypto';
import { setTimeout } from 'timers/promises';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { DefaultEdgeReader, EdgeSet } from '../DefaultEdgeReader';
import {
  buildScene,
  compareScenes,
  drawGraph,
  Scene,
  seeScene,
} from '../picture';
import { PairFinder } from '../queries/PairFinder';
import { PermittedPairs } from '../queries/PermittedPairs';
import { sourcesBetweenReads, unwellSources } from './unwellSources';

const ANSWERS_KEPT = 100;
const MINUTE_MS = 60_000;
/** A small mesh is counted by then; a large one keeps nobody waiting. */
const COUNT_MS = 40;

/** Answers `GET /graph`, and knows again what it has answered. */
export class GraphAnswers {
  readonly #edges: DefaultEdgeReader;
  readonly #finder: PairFinder;
  readonly #scenes = new WeakMap<EdgeSet, Scene>();
  readonly #seen = new WeakMap<EdgeSet, Map<string, SeenScene>>();
  readonly #pairs = new WeakMap<EdgeSet, CountedPairs>();
  readonly #answers = new Map<string, string>();
  #counted = 0;

  constructor(edges: DefaultEdgeReader, options?: { signal?: AbortSignal }) {
    this.#edges = edges;
    this.#finder = new PairFinder(options);
  }

  /**
   * Tag of an answer that does not have to be made to be known. It covers all
   * that goes into one: what is stored, who asks, and what for.
   */
  async tag(query: GraphQuery, visible: VisibleEntities): Promise<string> {
    const { asOf, compareTo } = query;
    const stays =
      asOf !== undefined &&
      [asOf, compareTo ?? asOf].every(at => this.#edges.isSettled(at));
    const version = stays ? '' : await this.#edges.version();
    const minute = movesWithTime(query)
      ? Math.floor(Date.now() / MINUTE_MS)
      : 0;
    return createHash('sha256')
      .update(
        JSON.stringify([version, minute, this.#counted, visible.key, query]),
      )
      .digest('base64url');
  }

  /** The answer as JSON text. */
  async answer(
    tag: string,
    query: GraphQuery,
    visible: VisibleEntities,
  ): Promise<string> {
    const known = this.#answers.get(tag);
    if (known) return known;
    const text = JSON.stringify(await this.#make(query, visible));
    this.#answers.set(tag, text);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= ANSWERS_KEPT) break;
      this.#answers.delete(oldest);
    }
    return text;
  }

  async #make(
    query: GraphQuery,
    visible: VisibleEntities,
  ): Promise<GraphAnswer> {
    const now = await this.#edges.edgeSet({ asOf: query.asOf });
    const seen = this.#see(now, visible);
    let scene = seen.scene;
    if (query.compareTo) {
      const then = await this.#edges.edgeSet({ asOf: query.compareTo });
      scene = compareScenes(scene, this.#see(then, visible).scene);
    }
    const pairs = this.#pairs.get(now) ?? (await this.#count(now));
    if (pairs.found) {
      seen.permittedOnly ??= pairs.found.countWithoutEdges(now, visible);
    }
    return {
      ...drawGraph(
        scene,
        query,
        query.asOf ? Date.parse(query.asOf) : Date.now(),
      ),
      asOf: now.facts.at,
      unwell: seen.unwell,
      between: seen.between,
      permittedOnly: seen.permittedOnly,
    };
  }

  /** Counting starts with the first picture; where it takes long later ones have it. */
  async #count(set: EdgeSet): Promise<CountedPairs> {
    const pairs: CountedPairs = {};
    this.#pairs.set(set, pairs);
    const counted = this.#finder.find(set.facts).then(
      found => {
        pairs.found = found;
        this.#counted += 1;
      },
      () => {
        this.#pairs.delete(set);
      },
    );
    await Promise.race([counted, setTimeout(COUNT_MS)]);
    return pairs;
  }

  #see(set: EdgeSet, visible: VisibleEntities): SeenScene {
    let scene = this.#scenes.get(set);
    if (!scene) {
      scene = buildScene(set.facts, set.edges);
      this.#scenes.set(set, scene);
    }
    let byCaller = this.#seen.get(set);
    if (!byCaller) {
      byCaller = new Map();
      this.#seen.set(set, byCaller);
    }
    let seen = byCaller.get(visible.key);
    if (!seen) {
      const own = seeScene(scene, visible);
      seen = {
        scene: own,
        unwell: unwellSources(set.facts.sources, own),
        between: sourcesBetweenReads(set.facts.sources, own),
      };
      byCaller.set(visible.key, seen);
    }
    return seen;
  }
}

/** Whether an answer ages although nothing is stored. */
function movesWithTime({ asOf, state, deniedWithin }: GraphQuery): boolean {
  return !asOf && Boolean(state?.length || deniedWithin);
}

/** Pairs that are permitted, once they are counted. */
type CountedPairs = { found?: PermittedPairs };

type SeenScene = {
  scene: Scene;
  unwell: GraphAnswer['unwell'];
  between: GraphAnswer['between'];
  permittedOnly?: number;
};
