import { mkdir } from 'node:fs/promises';
import { chromium, type Page } from '@playwright/test';
import { prepareStory, type Story } from './support/prepareStory.ts';

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

/** A minute ago, to the second, as the address has it. */
const asOf = () => new Date(Date.now() - 60_000).toISOString();

const pathsOf = (story: Story): Record<string, string> => ({
  dags: '/airflow-kuma/dags',
  services: '/airflow-kuma/services',
  graph: '/airflow-kuma/graph',
  explain: at('/airflow-kuma/explain', ENDS),
  access: at('/airflow-kuma/access', { view: 'history' }),
  audit: '/airflow-kuma/audit',
  search: at('/search', { query: 'consent' }),
  dag: '/catalog/default/component/prod-data.consent_refresh/airflow',
  service: '/catalog/default/resource/eu.default.payments/kuma',
  'not-enforced':
    '/catalog/default/resource/eu.default.external_model-provider/kuma',
  'shared-identity': at('/airflow-kuma/graph', {
    focus: 'resource:default/eu.default.ledger',
    depth: '1',
    grouping: 'none',
  }),
  'as-of': at('/airflow-kuma/graph', {
    focus: 'resource:default/eu.default.ledger',
    depth: '1',
    grouping: 'none',
    view: 'table',
    asOf: asOf(),
  }),
  certificate: at('/airflow-kuma/explain', {
    source: 'component:default/prod-data.newsletter_weekly',
    destination: 'resource:default/eu.default.newsletter',
  }),
  extension: `/airflow-kuma/access/requests/${story.extension}`,
  template: at('/create/templates/default/request-traffic-permission', {
    formData: JSON.stringify({
      source: ENDS.source,
      destination: { ref: ENDS.destination, port: 80 },
    }),
  }),
});

/** Pages of which a part further down is drawn, by its heading. */
const partsOf = (story: Story): Record<string, [string, string]> => ({
  'who-may-call': [
    '/catalog/default/resource/eu.default.payments/kuma',
    'Who may call it',
  ],
  'who-ran-what': [
    `/airflow-kuma/access/requests/${story.ended}`,
    'Who ran what with it?',
  ],
});

async function main() {
  await mkdir(FOLDER, { recursive: true });
  const story = await prepareStory();
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
    for (const [name, path] of Object.entries(pathsOf(story))) {
      await page.goto(path);
      if (name === 'graph' || name === 'shared-identity') {
        await page.locator('.react-flow__node').first().waitFor();
      }
      if (name === 'as-of') {
        await page.getByRole('row').nth(1).waitFor();
      }
      await draw(page, `${FOLDER}/${name}-${theme}.png`);
    }
    for (const [name, [path, heading]] of Object.entries(partsOf(story))) {
      await page.goto(path);
      const part = page.getByRole('heading', { name: heading });
      await part.waitFor();
      await page.waitForTimeout(4_000);
      await part.evaluate(element => element.scrollIntoView());
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
