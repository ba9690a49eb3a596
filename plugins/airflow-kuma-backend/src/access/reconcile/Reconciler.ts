import { AccessContext, MeshPlace } from '../AccessContext';
import { AnsweredStrays } from './answerStray';
import { keepTime } from './keepTime';
import { MeshPass, reconcileMesh } from './reconcileMesh';

const KICK_WAIT_MILLISECONDS = 5_000;
/** How often what others have to merge is looked at. */
const WATCH_MILLISECONDS = 15_000;

/** What one pass over everything did. */
export type PassReport = MeshPass & { meshes: number; milliseconds: number };

/**
 * Brings meshes in line with grants, again and again. One replica at a time
 * looks after a mesh; an approval or a revoke does not wait for the next pass.
 */
export class Reconciler {
  private readonly strays: AnsweredStrays = new Map();
  private readonly stamps = new Map<string, string>();
  private readonly running = new Set<Promise<unknown>>();

  constructor(private readonly context: AccessContext) {}

  /** Everything that is due now, in all meshes. */
  async pass(signal?: AbortSignal): Promise<PassReport> {
    const start = Date.now();
    const report: PassReport = {
      changed: 0,
      errors: 0,
      inFlight: 0,
      meshes: 0,
      milliseconds: 0,
    };
    await keepTime(this.context);
    for (const place of await this.places()) {
      if (signal?.aborted) break;
      report.meshes++;
      const pass = await this.reconcile(place, 0).catch(error => {
        // One mesh that cannot be looked after keeps no other from it.
        this.warn(place, error);
        const errors = isLostRace(error) ? 0 : 1;
        return { changed: 0, errors, inFlight: 0 };
      });
      report.changed += pass?.changed ?? 0;
      report.errors += pass?.errors ?? 0;
      report.inFlight += pass?.inFlight ?? 0;
    }
    report.milliseconds = Date.now() - start;
    return report;
  }

  /** One mesh, at once, after something was decided there. */
  kick(place: MeshPlace): void {
    const work = this.reconcile(place, KICK_WAIT_MILLISECONDS)
      // The next pass does the same again; this was only sooner.
      .catch(error => this.warn(place, error))
      .finally(() => this.running.delete(work));
    this.running.add(work);
  }

  /** Waits for what was kicked; for tests and for shutdown. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private async reconcile(
    place: MeshPlace,
    waitMilliseconds: number,
  ): Promise<MeshPass | undefined> {
    const name = `${place.controlPlane}/${place.mesh}`;
    const lease = await this.context.leases.hold(
      `mesh:${name}`,
      waitMilliseconds,
      async () => {
        const stamp = await this.stamp(place);
        if (this.stamps.get(name) === stamp) return undefined;
        this.stamps.delete(name);
        const pass = await reconcileMesh(this.context, place, this.strays);
        // Only a mesh where nothing is open may be skipped until it changes.
        if (pass.changed + pass.errors + pass.inFlight === 0)
          this.stamps.set(name, stamp);
        return pass;
      },
    );
    return lease.held ? lease.value : undefined;
  }

  private warn({ controlPlane, mesh }: MeshPlace, error: Error): void {
    if (isLostRace(error)) {
      this.context.logger.debug(
        `Mesh ${mesh} of ${controlPlane} is looked after again: ${error.message}`,
      );
      return;
    }
    this.context.logger.warn(
      `Reconciling mesh ${mesh} of ${controlPlane} failed: ${error.message}`,
    );
  }

  private async places(): Promise<MeshPlace[]> {
    const { figures, policies, callersEnds, inventory } = this.context;
    const places = new Map<string, MeshPlace>();
    for (const { controlPlane, mesh } of [
      ...(await figures.meshes(['applying', 'active', 'removing'])),
      ...(await policies.meshes()),
      ...(await callersEnds.meshes()),
      // A permission of nobody's can be in any mesh.
      ...(await inventory.meshes()),
    ]) {
      places.set(`${controlPlane}/${mesh}`, { controlPlane, mesh });
    }
    return [...places.values()];
  }

  /** Differs whenever a pass over the mesh could come to anything else. */
  private async stamp(place: MeshPlace): Promise<string> {
    const { figures, inventory, policies, callersEnds, now } = this.context;
    const [requests, revision, rows, asked] = await Promise.all([
      figures.stamp(place),
      inventory.revision(),
      policies.stamp(place),
      callersEnds.stamp(place),
    ]);
    // A pull request is merged without anything of ours changing.
    const turn = asked.watched
      ? Math.floor(now().getTime() / WATCH_MILLISECONDS)
      : '';
    return `${requests} ${revision} ${rows} ${asked.stamp} ${turn}`;
  }
}

/** A person, or another replica, was faster: theirs stands, which is normal life. */
function isLostRace(error: Error): boolean {
  return error.name === 'ConflictError';
}
