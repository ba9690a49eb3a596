export { bothEnds } from './bothEnds';
export { callerWayOut } from './callerWayOut';
export type { CallerWayOut, CallOutcome, WayOut, WayOutCode } from './types';
export { WaysOut } from './WaysOut';
export { WaysOutside } from './WaysOutside';
export { worstCall } from './worstCall';
