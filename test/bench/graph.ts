/* eslint-disable no-console -- benches print */
import { measureGraphApi } from './graph-api';
import { measureGraphBrowser } from './graph-browser';
import { newReport, printReport } from './report';

/** Both halves: what the backend answers, and what the browser makes of it. */
async function main() {
  const browser = await measureGraphBrowser();
  const api = await measureGraphApi();
  printReport({
    ...newReport('graph'),
    sizes: { ...browser.sizes, ...api.sizes },
    figures: [...browser.figures, ...api.figures],
    notMeasured: browser.notMeasured,
  });
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
