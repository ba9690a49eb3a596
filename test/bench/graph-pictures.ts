/* eslint-disable no-console -- says what it wrote */
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
import { graphWorld } from './graphWorld';

const TINY = { dags: 14, services: 6, proxies: 0, permissions: 0, edges: 30 };

/** Long enough for the view to have flown to where it goes. */
const FLIGHT_MS = 1_000;

const PICTURES = [
  { name: 'graph-20', sizes: TINY, query: '?grouping=none', nodes: 20 },
  {
    name: 'graph-500',
    sizes: SMALL,
    query: '?grouping=none&limit=2000',
    nodes: 500,
  },
  { name: 'graph-6000', sizes: LARGE, query: '', nodes: 20 },
  {
    name: 'graph-6000-open',
    sizes: LARGE,
    query: '?open=group:dataDomain:domain-8',
    nodes: 100,
  },
];

/** Draws the graph at several sizes, for the docs. */
export async function drawPictures(folder: string) {
  buildApp();
  const worlds = { current: graphWorld(TINY) };
  const site = await serveSite(worlds);
  try {
    for (const { name, sizes, query, nodes } of PICTURES) {
      worlds.current = graphWorld(sizes);
      for (const theme of ['light', 'dark'] as const) {
        await inBrowser(async browser => {
          const { page } = await openPage(browser, theme);
          await page.goto(`${site.origin}${GRAPH}${query}`);
          await pictureDone(page, nodes);
          await page.waitForTimeout(FLIGHT_MS);
          const path = `${folder}/${name}-${theme}.png`;
          await page.screenshot({ path });
          console.error(path);
        });
      }
    }
  } finally {
    await site.stop();
  }
}
