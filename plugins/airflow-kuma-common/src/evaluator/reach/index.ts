export type { WayOut, WayOutCode } from './types';
export { WaysOut } from './WaysOut';
