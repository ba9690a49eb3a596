import { VerdictOutcome } from '../types';

/**
 * Whether a proxy has a way out to a service: a listener that its application
 * can call. Without one a permission opens nothing.
 * @public
 */
export type WayOut = {
  state: 'open' | 'closed' | 'unknown';
  /** Machine-readable reason, stable. */
  code: WayOutCode;
  /** One plain sentence for people. */
  reason: string;
};

/**
 * Why a way out is as it is.
 * @public
 */
export type WayOutCode =
  /** Nothing narrows what the proxy can call. */
  | 'not-narrowed'
  /** A list of the proxy names it. */
  | 'listed'
  /** Lists of the proxy leave it out. */
  | 'not-listed'
  /** It is reached by its tag only, not by the names of its MeshService. */
  | 'by-tag'
  /** A proxy without transparent proxying has this outbound. */
  | 'outbound'
  /** A proxy without transparent proxying has other outbounds. */
  | 'no-outbound'
  /** A proxy has neither transparent proxying nor any outbound. */
  | 'no-outbounds'
  /** The mesh makes no outbound for this kind of service. */
  | 'mode'
  /** The control plane closes what is not listed. */
  | 'restricted'
  /** Which of several services a reference with a port opens is left to chance. */
  | 'chance'
  /** What is called outside of the mesh does not pass a proxy without transparent proxying. */
  | 'not-captured'
  /** The Mesh or a MeshPassthrough lets everything out of the mesh. */
  | 'passthrough'
  /** A MeshPassthrough names it. */
  | 'matched'
  /** MeshPassthroughs name other things. */
  | 'not-matched'
  /** The Mesh or a MeshPassthrough lets nothing out of the mesh. */
  | 'no-passthrough'
  | 'no-such-proxy'
  | 'no-such-service'
  | 'not-told';

/**
 * The way out of a caller with all its proxies.
 * @public
 */
export type CallerWayOut = WayOut & {
  /** How many proxies the caller has. */
  proxies: number;
  /** How many of them are in this state. */
  alike: number;
  /**
   * Set where it is closed and nothing gets past the mesh as plain traffic
   * either: then the call fails whatever the destination takes.
   */
  isShut?: true;
};

/**
 * What happens to a call, and which end decides that: the caller's way out, the
 * destination's permissions, or both where each alone would refuse it.
 * @public
 */
export type CallOutcome = {
  outcome: VerdictOutcome;
  decides: 'caller' | 'destination' | 'both';
};
