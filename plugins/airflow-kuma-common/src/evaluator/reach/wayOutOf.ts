import { WayOut, WayOutCode } from './types';

/** Makers of ways out, so that each check reads as what it found. */
export function open(code: WayOutCode, reason: string): WayOut {
  return { state: 'open', code, reason };
}

export function closed(code: WayOutCode, reason: string): WayOut {
  return { state: 'closed', code, reason };
}

export function unknown(code: WayOutCode, reason: string): WayOut {
  return { state: 'unknown', code, reason };
}
