import { mkdir } from 'node:fs/promises';
import { chromium, type Page } from '@playwright/test';

/**
 * Draws the pictures of the docs from a portal that runs with demo data:
 * `E2E_URL=… CHROMIUM_PATH=… node test/e2e/screenshots.ts [folder]`
 */
const URL_OF_PORTAL = process.env.E2E_URL ?? 'http://localhost:3000';
const FOLDER = process.argv[2] ?? 'docs/images';
const SIZE = { width: 1440, height: 900 };

const ENDS = {
  source: 'component:default/prod-data.consent_refresh',
  destination: 'resource:default/eu.default.consent',
};

const at = (path: string, query: Record<string, string>) =>
  `${path}?${new URLSearchParams(query)}`;

const paths: Record<string, string> = {
  dags: '/airflow-kuma/dags',
  services: '/airflow-kuma/services',
  graph: '/airflow-kuma/graph',
  explain: at('/airflow-kuma/explain', ENDS),
  access: at('/airflow-kuma/access', { view: 'history' }),
  audit: '/airflow-kuma/audit',
  search: at('/search', { query: 'consent' }),
  dag: '/catalog/default/component/prod-data.consent_refresh/airflow',
  service: '/catalog/default/resource/eu.default.payments/kuma',
  template: at('/create/templates/default/request-traffic-permission', {
    formData: JSON.stringify({
      source: ENDS.source,
      destination: { ref: ENDS.destination, port: 80 },
    }),
  }),
};

async function main() {
  await mkdir(FOLDER, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  for (const theme of ['light', 'dark'] as const) {
    const context = await browser.newContext({
      baseURL: URL_OF_PORTAL,
      viewport: SIZE,
      colorScheme: theme,
    });
    const page = await context.newPage();
    await page.goto('/');
    await page
      .getByRole('button', { name: 'Sign in as Demo service owner' })
      .click();
    await page.getByRole('table', { name: 'DAGs' }).waitFor();
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(path);
      await draw(page, `${FOLDER}/${name}-${theme}.png`);
    }
    await page.goto(at('/airflow-kuma/access', { view: 'to-decide' }));
    await page
      .getByRole('link', { name: /consent/ })
      .first()
      .click();
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    await draw(page, `${FOLDER}/request-${theme}.png`);
    await context.close();
  }
  await browser.close();
}

/** Takes the picture once nothing is loading any more. */
async function draw(page: Page, path: string) {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.getByRole('progressbar').first().waitFor({ state: 'hidden' });
  await page.waitForTimeout(1_500);
  await page.screenshot({ path });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
