import {
  isAsOf30,
  meshEntityRef,
  ReadinessAnswer,
  ReadinessMesh,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { NotFoundError } from '@backstage/errors';
import { VisibleEntities } from '../inventory/CatalogVisibility';
import { InventoryReader, MeshKey } from '../sync/InventoryReader';
import { answerFor } from './answerFor';
import { countByOwner } from './counts';
import { ReadinessDays } from './ReadinessDays';
import { MeshReadiness, ReadinessReader } from './ReadinessReader';

/** How far back answers look. */
const DAYS_SHOWN = 90;
/** Of each mesh, for people who see different things. */
const ANSWERS_KEPT = 20;
const DAY_MS = 24 * 60 * 60_000;

/** Answers what Kuma 3.0 changes, and counts what is left of it. */
export class ReadinessService {
  readonly #options: {
    inventory: Pick<InventoryReader, 'meshes'>;
    reader: ReadinessReader;
    days: ReadinessDays;
    now: () => Date;
  };

  readonly #answers = new WeakMap<
    MeshReadiness,
    Map<string, ReadinessAnswer>
  >();

  constructor(options: {
    inventory: Pick<InventoryReader, 'meshes'>;
    reader: ReadinessReader;
    days: ReadinessDays;
    now?: () => Date;
  }) {
    this.#options = { now: () => new Date(), ...options };
  }

  /** Meshes that the caller may see. */
  async meshes(visible: VisibleEntities): Promise<ReadinessMesh[]> {
    const meshes = await this.#options.inventory.meshes();
    return meshes
      .filter(({ controlPlane, mesh }) =>
        visible.has(meshEntityRef(controlPlane, mesh)),
      )
      .map(({ controlPlane, mesh, version }) => ({
        controlPlane,
        mesh,
        ...(version !== undefined && { version }),
        is30: isAsOf30({ version: version ?? '' }),
      }));
  }

  /** What the catalog hides is answered like what is not there. */
  async answer(
    key: MeshKey,
    visible: VisibleEntities,
  ): Promise<ReadinessAnswer> {
    const { controlPlane, mesh } = key;
    const readiness = visible.has(meshEntityRef(controlPlane, mesh))
      ? await this.#options.reader.read(key)
      : undefined;
    if (!readiness) throw new NotFoundError(`No mesh ${controlPlane}/${mesh}`);
    const days = readiness.is30
      ? []
      : await this.#options.days.between(
          key,
          this.#day(-DAYS_SHOWN),
          this.#day(),
        );
    return this.#made(key, readiness, days, visible);
  }

  /** Pages ask every few seconds, and mostly nothing has changed. */
  #made(
    key: MeshKey,
    readiness: MeshReadiness,
    days: Parameters<typeof answerFor>[2],
    visible: VisibleEntities,
  ): ReadinessAnswer {
    const answers = this.#answers.get(readiness) ?? new Map();
    this.#answers.set(readiness, answers);
    const id = JSON.stringify([visible.key, days]);
    const answer = answers.get(id) ?? answerFor(key, readiness, days, visible);
    answers.set(id, answer);
    for (const oldest of answers.keys()) {
      if (answers.size <= ANSWERS_KEPT) break;
      answers.delete(oldest);
    }
    return answer;
  }

  /** Counts what is left today in every mesh. */
  async countToday(): Promise<void> {
    // One after the other: a large mesh takes a while, and others wait for it.
    for (const {
      controlPlane,
      mesh,
    } of await this.#options.inventory.meshes()) {
      const key = { controlPlane, mesh };
      const readiness = await this.#options.reader.read(key);
      if (!readiness || readiness.is30) continue;
      const counts = countByOwner(readiness.calls);
      await this.#options.days.record(key, this.#day(), counts);
    }
  }

  /** Forgets counts that are older than so many days. */
  async prune(days: number): Promise<void> {
    await this.#options.days.prune(this.#day(-days));
  }

  #day(offset = 0): string {
    const at = this.#options.now().getTime() + offset * DAY_MS;
    return new Date(at).toISOString().slice(0, 10);
  }
}
