import type { Elk } from './LayoutEngine';

/**
 * ELK in a web worker. The worker is a file of its own, which the bundler of
 * the app finds through this very `new URL`.
 */
export async function startElk(): Promise<Elk> {
  const { default: ElkApi } = await import('elkjs/lib/elk-api');
  const elk = new ElkApi({
    workerFactory: () =>
      new Worker(new URL('elkjs/lib/elk-worker.min.js', import.meta.url)),
  });
  // The first layout of a worker compiles 1.6 MB of script; doing a tiny one
  // while the data is on its way takes that off the first picture.
  elk.layout({ id: 'warm-up', children: [{ id: 'a', width: 1, height: 1 }] });
  return elk;
}
