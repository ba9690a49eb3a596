import { CallerWayOut, WayOut } from './types';

const LEAST_OPEN: WayOut['state'][] = ['closed', 'unknown', 'open'];

/**
 * The way out of a caller with several proxies: as open as the least open one,
 * since a task can run beside any of them. `undefined` where they only take
 * calls, so that nothing is called through them.
 * @public
 */
export function callerWayOut(
  ways: { proxies: number; wayOut: WayOut }[],
): CallerWayOut | undefined {
  if (ways.every(({ wayOut }) => wayOut.code === 'no-outbounds')) {
    return undefined;
  }
  const count = (of: typeof ways) =>
    of.reduce((sum, { proxies }) => sum + proxies, 0);
  const least = LEAST_OPEN.map(state =>
    ways.filter(({ wayOut }) => wayOut.state === state),
  ).find(of => of.length > 0)!;
  const worst =
    least.find(({ wayOut }) => wayOut.code !== 'no-outbounds') ?? least[0];
  return { ...worst.wayOut, proxies: count(ways), alike: count(least) };
}
