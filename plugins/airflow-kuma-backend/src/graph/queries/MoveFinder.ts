import {
  DagIdentity,
  identityKey,
  ServiceVerdict,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';
import { MeshJudge } from '../facts/GraphFacts';
import { openPorts } from './openPorts';
import { Slices } from './Slices';

/** What a change does to one identity at one service. */
export type Move = 'added' | 'removed';

/** A caller that no policy can name. */
const NOBODY = { uriSans: ['\u0000'] };

/** Finds what a change opens and closes, once for all DAGs on an identity. */
export class MoveFinder {
  readonly #options: {
    before: MeshJudge;
    after: MeshJudge;
    /** Services that a changed policy selects. */
    services: ServiceFact[];
    /** Whether a changed policy speaks of a caller; absent where it may of any. */
    affects?: (uriSans: string[]) => boolean;
    work: Slices;
  };
  readonly #moves = new Map<string, [string, Move][]>();
  #forAnybody: ServiceFact[] | undefined;

  constructor(options: {
    before: MeshJudge;
    after: MeshJudge;
    services: ServiceFact[];
    affects?: (uriSans: string[]) => boolean;
    work: Slices;
  }) {
    this.#options = options;
  }

  /** Service refs with what happens there; `undefined` once it takes too much. */
  async movesOf(identity: DagIdentity): Promise<[string, Move][] | undefined> {
    const key = `${identityKey(identity)} ${this.#options.before.wayOutClass(
      identity.proxies,
    )}`;
    const known = this.#moves.get(key);
    if (known) return known;
    const { services, affects, work } = this.#options;
    const { uriSans } = identity;
    const concerned =
      !affects || affects(uriSans) ? services : await this.#changedForAnybody();
    const moves: [string, Move][] = [];
    for (const service of concerned) {
      if (!(await work.spend(2 * Math.max(service.ports.length, 1)))) {
        return undefined;
      }
      const move = this.#moveOf(identity, service);
      if (move) moves.push([service.ref, move]);
    }
    this.#moves.set(key, moves);
    return moves;
  }

  #moveOf(identity: DagIdentity, service: ServiceFact): Move | undefined {
    const [was, is] = [this.#options.before, this.#options.after].map(judge => {
      const open = openPorts(judge, identity, service);
      return open && open !== 'unknown' ? open.ports : [];
    });
    if (is.some(port => !was.includes(port))) return 'added';
    if (was.some(port => !is.includes(port))) return 'removed';
    return undefined;
  }

  /**
   * Services at which a change matters to callers that it does not mention:
   * where another dialect decides then, or Envoy refuses what is written.
   */
  async #changedForAnybody(): Promise<ServiceFact[]> {
    if (this.#forAnybody) return this.#forAnybody;
    const { before, after, services, work } = this.#options;
    const found: ServiceFact[] = [];
    for (const service of services) {
      const { kind, name, ports } = service;
      const numbers = ports.length
        ? ports.map(({ port }) => port)
        : [undefined];
      await work.spend(2 * numbers.length);
      const differs = numbers.some(port => {
        const destination = { kind, name, port };
        return (
          basisOf(before.judgeOnce(NOBODY, destination)) !==
          basisOf(after.judgeOnce(NOBODY, destination))
        );
      });
      if (differs) found.push(service);
    }
    this.#forAnybody = found;
    return found;
  }
}

/** What decides at each inbound. No policy and `rules` that match nobody both deny. */
function basisOf({ inbounds }: ServiceVerdict): string {
  return inbounds
    .map(({ verdict: { dialect, code } }) => {
      if (code === 'configuration-refused') return code;
      return dialect === 'none' ? 'rules' : dialect;
    })
    .join();
}
