/* eslint-disable no-console -- benches print */
import { measureGraphApi } from './graph-api';
import { measureGraphBrowser } from './graph-browser';
import { drawPictures } from './graph-pictures';
import { newReport, printReport } from './report';

const PICTURES = '--pictures=';

/**
 * Both halves: what the backend answers, and what the browser makes of it.
 * With `--pictures=<folder>` it measures nothing and draws for the docs.
 */
async function main() {
  const pictures = process.argv.find(word => word.startsWith(PICTURES));
  if (pictures) return drawPictures(pictures.slice(PICTURES.length));
  const browser = await measureGraphBrowser();
  const api = await measureGraphApi();
  printReport({
    ...newReport('graph'),
    sizes: { ...browser.sizes, ...api.sizes },
    figures: [...browser.figures, ...api.figures],
    notMeasured: browser.notMeasured,
  });
  return undefined;
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
