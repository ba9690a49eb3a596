/* eslint-disable no-console -- benches print */
import { Browser, Page } from 'playwright-core';
import {
  buildApp,
  GRAPH,
  inBrowser,
  LARGE,
  openPage,
  pictureDone,
  SMALL,
} from './graphPage';
import { serveSite } from './graphSite';
import { GraphWorld, graphWorld } from './graphWorld';
import {
  atLeast,
  atMost,
  BenchReport,
  Figure,
  newReport,
  printReport,
} from './report';

/** The catalog's graph is given up on after this long. */
const PATIENCE_MS = 120_000;
/** Longer than the canvas takes to be painted sharp after a move. */
const AT_REST_MS = 1_500;

type Part = Pick<BenchReport, 'sizes' | 'figures' | 'notMeasured'>;

/** Measures the graph page in a real Chromium, beside the catalog's own graph. */
export async function measureGraphBrowser(): Promise<Part> {
  buildApp();
  const small = graphWorld(SMALL);
  const large = graphWorld(LARGE);
  const worlds = { current: small };
  const site = await serveSite(worlds);
  try {
    const ours = await inBrowser(browser =>
      measureSmall(browser, site.origin, small),
    );
    progress('500 nodes', ours);
    const theirs = await inBrowser(browser =>
      measureCatalogGraph(browser, site.origin, small),
    );
    progress('catalog-graph', theirs);
    worlds.current = large;
    const big = await inBrowser(browser => measureLarge(browser, site.origin));
    return {
      sizes: {
        smallNodes: small.scene.nodes.size,
        smallEdges: small.scene.edges.length + small.scene.links.length,
        largeNodes: large.scene.nodes.size,
        largeEdges: large.scene.edges.length,
        largeLinks: large.scene.links.length,
      },
      figures: [
        atLeast('ratio_500', '×', theirs.milliseconds / ours.milliseconds, 10),
        { name: 'ours_500_ms', unit: 'ms', value: ours.milliseconds },
        {
          name: 'catalog_graph_500_ms',
          unit: 'ms',
          value: theirs.milliseconds,
        },
        atMost('overlaps_500', '', ours.overlaps, 0),
        atMost('longest_block_ms', 'ms', ours.longestBlock, 100),
        atLeast('fps', 'frames/s', ours.fps, 30),
        ...big,
      ],
      notMeasured: theirs.complete
        ? []
        : [
            {
              name: 'ratio_500 (upper end)',
              reason: `catalog-graph drew nothing within ${
                PATIENCE_MS / 1000
              } s; the ratio is a lower bound`,
            },
          ],
    };
  } finally {
    await site.stop();
  }
}

/** For whoever watches; figures come at the end. */
function progress(what: string, figures: object): void {
  if (!process.argv.includes('--json')) {
    console.error(`${what}: ${JSON.stringify(figures)}`);
  }
}

/** When the last answer of a path was there, on the page's own clock. */
function answeredAt(page: Page, path: string): Promise<number> {
  return page.evaluate(
    part =>
      Math.max(
        ...performance
          .getEntriesByType('resource')
          .filter(({ name }) => name.includes(part))
          .map(entry => (entry as PerformanceResourceTiming).responseEnd),
      ),
    path,
  );
}

async function measureSmall(
  browser: Browser,
  origin: string,
  world: GraphWorld,
) {
  const { page } = await openPage(browser);
  const address = `${origin}${GRAPH}?grouping=none&limit=2000`;
  // Once to fill the browser's cache of scripts, as for anybody's second visit.
  await page.goto(address);
  await pictureDone(page, world.scene.nodes.size);
  await page.goto(address);
  const end = await pictureDone(page, world.scene.nodes.size);
  const start = await answeredAt(page, '/api/airflow-kuma/graph');
  const longestBlock = await longestBlockAfter(page, start);
  const overlaps = await page.evaluate(countOverlaps);
  const fps = await framesPerSecond(page);
  return { milliseconds: end - start, longestBlock, overlaps, fps };
}

function longestBlockAfter(page: Page, start: number): Promise<number> {
  return page.evaluate(from => {
    const { benchBlocks } = window as unknown as {
      benchBlocks: { start: number; duration: number }[];
    };
    return Math.max(
      0,
      ...benchBlocks
        .filter(block => block.start + block.duration > from)
        .map(({ duration }) => duration),
    );
  }, start);
}

/** Pairs of labels that cover each other on the screen. */
function countOverlaps(): number {
  const labels = [
    ...document.querySelectorAll('.react-flow__node'),
    ...document.querySelectorAll('.react-flow__viewport-portal text'),
  ].map(element => element.getBoundingClientRect());
  let count = 0;
  labels.forEach((a, index) => {
    for (const b of labels.slice(index + 1)) {
      const apart =
        a.right <= b.left ||
        b.right <= a.left ||
        a.bottom <= b.top ||
        b.bottom <= a.top;
      if (!apart) count += 1;
    }
  });
  return count;
}

/** Frames while the picture is dragged and zoomed, the slower of both. */
async function framesPerSecond(page: Page): Promise<number> {
  const { x, y, width, height } = (await page
    .locator('.react-flow')
    .boundingBox())!;
  const middle = { x: x + width / 2, y: y + height / 2 };
  const counted = async (move: (step: number) => Promise<void>) => {
    await page.evaluate(() => {
      const state = { frames: 0, start: performance.now() };
      Object.assign(window, { benchFrames: state });
      const tick = () => {
        state.frames += 1;
        requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    for (let step = 0; step < 60; step += 1) await move(step);
    return page.evaluate(() => {
      const { frames, start } = (
        window as unknown as { benchFrames: { frames: number; start: number } }
      ).benchFrames;
      return (frames * 1000) / (performance.now() - start);
    });
  };
  // What the first picture left to paint belongs to it, not to moving.
  await page.waitForTimeout(AT_REST_MS);
  await page.mouse.move(middle.x, middle.y);
  const zoomed = await counted(step =>
    page.mouse.wheel(0, step < 30 ? -60 : 60),
  );
  await page.waitForTimeout(AT_REST_MS);
  await page.mouse.move(x + 5, y + 5);
  await page.mouse.down();
  const panned = await counted(step =>
    page.mouse.move(x + 5 + 4 * step, y + 5 + 3 * step),
  );
  await page.mouse.up();
  return Math.min(zoomed, panned);
}

/**
 * The catalog's graph of the same entities, all of them as roots. A page that
 * is stuck in a layout answers nothing, not even a timeout: the clock is ours.
 */
async function measureCatalogGraph(
  browser: Browser,
  origin: string,
  world: GraphWorld,
): Promise<{ milliseconds: number; complete: boolean }> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<{ milliseconds: number; complete: boolean }>(
    resolvePatience => {
      timer = setTimeout(
        () => resolvePatience({ milliseconds: PATIENCE_MS, complete: false }),
        PATIENCE_MS,
      );
    },
  );
  try {
    const drawing = drawCatalogGraph(browser, origin, world);
    // Whatever becomes of it once we have stopped waiting is no failure.
    drawing.catch(() => {});
    return await Promise.race([drawing, patience]);
  } finally {
    clearTimeout(timer);
  }
}

async function drawCatalogGraph(
  browser: Browser,
  origin: string,
  world: GraphWorld,
) {
  const { page } = await openPage(browser);
  const roots = [...world.entities.keys()];
  await page.goto(`${origin}/catalog-graph`);
  await page.waitForTimeout(3_000);
  const search = new URLSearchParams([
    ...roots.map(ref => ['rootEntityRefs[]', ref]),
    ['maxDepth', '1'],
  ]);
  const started = await page.evaluate(() => performance.now());
  // Too long for a request line, so only the page's own router sees it.
  await page.evaluate(address => {
    performance.clearResourceTimings();
    history.pushState({}, '', address);
    window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, `/catalog-graph?${search}`);
  await page.waitForFunction(
    count => document.querySelectorAll('[data-testid="node"]').length >= count,
    roots.length,
    { timeout: PATIENCE_MS },
  );
  const end = await page.evaluate(() => performance.now());
  const start = Math.max(await answeredAt(page, '/entities/by-refs'), started);
  return { milliseconds: end - start, complete: true };
}

async function measureLarge(
  browser: Browser,
  origin: string,
): Promise<Figure[]> {
  const { page, devtools } = await openPage(browser);
  await page.goto(`${origin}${GRAPH}`);
  await pictureDone(page, 1);
  await page.goto(`${origin}${GRAPH}`);
  const first = await pictureDone(page, 1);
  const group = await page.evaluate(async () => {
    const response = await fetch('/api/airflow-kuma/graph?grouping=dataDomain');
    const { groups } = await response.json();
    const size = ({ dags, services }: { dags: number; services: number }) =>
      dags + services;
    // The group that comes closest to a hundred from above.
    return groups
      .filter((item: never) => size(item) >= 100)
      .sort((a: never, b: never) => size(a) - size(b))[0];
  });
  const before = await page.evaluate(() => performance.now());
  await page.evaluate(id => {
    const url = new URL(window.location.href);
    url.searchParams.set('open', id);
    history.pushState({}, '', url);
    window.dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, group.id);
  const opened = await pictureDone(page, 100);
  await devtools.send('HeapProfiler.collectGarbage');
  const heap = await page.evaluate(
    () =>
      (performance as unknown as { memory: { usedJSHeapSize: number } }).memory
        .usedJSHeapSize /
      2 ** 20,
  );
  return [
    atMost('first_6000_ms', 'ms', first, 2_000),
    atMost('open_group_ms', 'ms', opened - before, 500),
    {
      name: 'opened_group_size',
      unit: 'nodes',
      value: group.dags + group.services,
    },
    atMost('heap_mb', 'MB', heap, 300),
  ];
}

async function main() {
  printReport({
    ...newReport('graph-browser'),
    ...(await measureGraphBrowser()),
  });
}

if (require.main === module) {
  main().catch(error => {
    console.error(error);
    process.exitCode = 1;
  });
}
