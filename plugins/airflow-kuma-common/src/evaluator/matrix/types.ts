import {
  DestinationInbound,
  KumaResource,
  SourceIdentity,
  Verdict,
  VerdictOutcome,
} from '../types';

/**
 * One change of a mesh. A resource replaces the one of its type and name.
 * @public
 */
export type MatrixChange =
  | { policy: KumaResource }
  | { removedPolicy: Pick<KumaResource, 'type' | 'name'> }
  | { dataplane: KumaResource }
  | { removedDataplane: string };

/**
 * Who may call whom in a whole mesh, without walking the product of sources
 * and destinations, and kept up to date change by change.
 * @public
 */
export interface AccessMatrix {
  /** Every identity that a proxy shows. */
  sources(): SourceIdentity[];
  /** Every inbound. */
  destinations(): DestinationInbound[];
  /**
   * What happens to a call, its caller's way out included; the fast answer. An
   * inbound is let out to where any service is that leads to it.
   */
  outcome(
    source: SourceIdentity,
    destination: DestinationInbound,
  ): VerdictOutcome;
  /** What its destination does with it, with everything that explains it. */
  verdict(source: SourceIdentity, destination: DestinationInbound): Verdict;
  /** How many sources get through to each destination, in the order of `destinations`. */
  allowedCounts(): number[];
  /** How many classes no policy tells apart. */
  classes(): { sources: number; destinations: number };
  /** Takes over one change. */
  update(change: MatrixChange): void;
}
