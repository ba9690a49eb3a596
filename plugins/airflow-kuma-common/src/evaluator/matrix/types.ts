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
  /** What Envoy does with a call; the fast answer. */
  outcome(
    source: SourceIdentity,
    destination: DestinationInbound,
  ): VerdictOutcome;
  /** The same with everything that explains it. */
  verdict(source: SourceIdentity, destination: DestinationInbound): Verdict;
  /** How many sources each destination lets in, in the order of `destinations`. */
  allowedCounts(): number[];
  /** How many classes no policy tells apart. */
  classes(): { sources: number; destinations: number };
  /** Takes over one change. */
  update(change: MatrixChange): void;
}
