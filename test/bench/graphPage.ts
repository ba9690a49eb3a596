import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Browser, CDPSession, chromium, Page } from 'playwright-core';

const ROOT = resolve(__dirname, '../..');
/** Shown whole. */
export const SMALL = {
  dags: 400,
  services: 100,
  proxies: 0,
  permissions: 0,
  edges: 1_250,
};
/** Opens grouped. */
export const LARGE = {
  dags: 5_000,
  services: 1_000,
  proxies: 0,
  permissions: 0,
  edges: 20_000,
};
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-precise-memory-info',
];

/** Where the graph is in the portal. */
export const GRAPH = '/airflow-kuma/graph';

/** A browser for each part: one that is stuck in a layout can only be killed. */
export async function inBrowser<T>(
  measure: (browser: Browser) => Promise<T>,
): Promise<T> {
  const server = await chromium.launchServer({
    executablePath: process.env.CHROMIUM_PATH,
    args: QUIET,
  });
  try {
    return await measure(await chromium.connect(server.wsEndpoint()));
  } finally {
    await server.kill();
  }
}

/** A production build: development builds of React say nothing about speed. */
export function buildApp(): void {
  if (existsSync(resolve(ROOT, 'packages/app/dist/index.html'))) return;
  const configs = ['app-config.yaml', 'app-config.demo.yaml'].flatMap(file => [
    '--config',
    resolve(ROOT, file),
  ]);
  const { status } = spawnSync(
    'yarn',
    ['workspace', 'app', 'build', ...configs],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  if (status !== 0) throw new Error('Building the app failed');
}

/** A page of an administrator that remembers what blocked it. */
export async function openPage(
  browser: Browser,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<{ page: Page; devtools: CDPSession }> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme,
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    sessionStorage.setItem('airflow-kuma-demo-user', 'user:default/demo-admin');
    const blocks: { start: number; duration: number }[] = [];
    Object.assign(window, { benchBlocks: blocks });
    new PerformanceObserver(list => {
      for (const { startTime, duration } of list.getEntries()) {
        blocks.push({ start: startTime, duration });
      }
    }).observe({ type: 'longtask', buffered: true });
  });
  return { page, devtools: await context.newCDPSession(page) };
}

/** Waits until the canvas says that all is mounted, and for the frame after. */
export async function pictureDone(page: Page, nodes: number): Promise<number> {
  await page.waitForFunction(
    count => {
      const canvas = document.querySelector<HTMLElement>('[data-shown-nodes]');
      if (!canvas) return false;
      const { shownNodes, totalNodes, shownEdges, totalEdges } = canvas.dataset;
      return (
        Number(shownNodes) >= count &&
        shownNodes === totalNodes &&
        shownEdges === totalEdges
      );
    },
    nodes,
    { timeout: 120_000, polling: 'raf' },
  );
  return page.evaluate(
    () =>
      new Promise<number>(done => {
        requestAnimationFrame(() =>
          requestAnimationFrame(() => done(performance.now())),
        );
      }),
  );
}
