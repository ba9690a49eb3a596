import { Faults } from './Faults';
import { RequestLog } from './RequestLog';

/**
 * What every stand-in offers beside its own state.
 * @public
 */
export type StandInServer = {
  /** Base URL, always on loopback. */
  url: string;
  /** PEM of the self-signed certificate; present when started with TLS. */
  certificate?: string;
  faults: Faults;
  requests: RequestLog;
  /** Drops connections for a while; sessions do not survive, as after a real restart. */
  restart(downMilliseconds: number): void;
  stop(): Promise<void>;
};

/**
 * Options of every stand-in.
 * @public
 */
export type StandInOptions = {
  /** Default 0: the operating system picks one. */
  port?: number;
  /** Serve HTTPS with a self-signed certificate. */
  tls?: boolean;
  /** Milliseconds since the epoch; tests pass their own. */
  now?: () => number;
};
