import { expect, Locator, Page, test } from '@playwright/test';
import { Api } from './support/api';
import { expectAccessible } from './support/axe';
import { openAs } from './support/signIn';

const DAG = '/catalog/default/component/prod-data.consent_refresh';
const SERVICE = '/catalog/default/resource/eu.default.payments';

const EXPLAIN = `/airflow-kuma/explain?${new URLSearchParams({
  source: 'component:default/prod-data.consent_refresh',
  destination: 'resource:default/eu.default.consent',
})}`;

/** Every page and tab, and what is there once it is drawn. */
const pages: { name: string; path: string; drawn: (page: Page) => Locator }[] =
  [
    ...['DAGs', 'Services', 'Sources'].map(name => ({
      name,
      path: `/airflow-kuma/${name.toLowerCase()}`,
      drawn: (page: Page) => page.getByRole('table', { name }),
    })),
    {
      name: 'Graph',
      path: '/airflow-kuma/graph',
      drawn: page =>
        page.getByRole('application', { name: /Dependency graph/ }),
    },
    {
      name: 'Explain',
      path: EXPLAIN,
      drawn: page =>
        page.getByRole('heading', { level: 2, name: /call consent/ }),
    },
    {
      name: 'Access',
      path: '/airflow-kuma/access',
      drawn: page => page.getByRole('table', { name: 'Mine' }),
    },
    {
      name: 'Audit',
      path: '/airflow-kuma/audit',
      drawn: page => page.getByRole('table', { name: 'Audit trail' }),
    },
    {
      name: 'Ready for 3.0',
      path: '/airflow-kuma/readiness?mesh=eu/moving',
      drawn: page => page.getByRole('table', { name: 'Calls of Platform' }),
    },
    {
      name: 'DAG',
      path: `${DAG}/airflow`,
      drawn: page => page.getByRole('table', { name: 'Services of this DAG' }),
    },
    {
      name: 'service',
      path: `${SERVICE}/kuma`,
      drawn: page => page.getByRole('table', { name: 'Proxies' }),
    },
  ];

/** By how much what we draw is wider than the window. */
function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => {
    // On a phone the tabs of Backstage's own page frame are wider than it.
    const frame = [...document.querySelectorAll<HTMLElement>('.bui-Tab')].map(
      tab => tab.closest<HTMLElement>('[role=tablist]')!.parentElement!,
    );
    for (const tabs of frame) tabs.style.display = 'none';
    const { scrollWidth, clientWidth } = document.documentElement;
    for (const tabs of frame) tabs.style.display = '';
    return scrollWidth - clientWidth;
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`pages in ${colorScheme}, ${width} px wide`, async ({ browser }) => {
      test.setTimeout(240_000);
      // Backstage follows what the system prefers unless told otherwise.
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', error => complaints.push(error.message));
      page.on('console', message => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await page.goto('/');
      await expect(page.getByRole('button').first()).toBeVisible();
      await expectAccessible(page);
      await page.getByRole('button', { name: 'Sign in as Demo admin' }).click();
      await expect(page.getByRole('table', { name: 'DAGs' })).toBeVisible();

      for (const { name, path, drawn } of pages) {
        await test.step(name, async () => {
          await page.goto(path);
          await expect(drawn(page)).toBeVisible();
          await expectAccessible(page);
          const overflow = await sidewaysScroll(page);
          expect.soft(overflow, `${name} scrolls sideways`).toBeLessThan(2);
          expect.soft(complaints, `console of ${name}`).toEqual([]);
          complaints.length = 0;
        });
      }
      await context.close();
    });
  }
}

test.describe('states of a table', () => {
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    await (await Api.as('Demo DAG author')).dag('consent_refresh');
    page = await openAs(browser, 'Demo DAG author');
  });
  test.afterAll(() => page.context().close());

  test('filters, order and page are in the address and survive a reload', async () => {
    await page.goto('/airflow-kuma/dags?limit=10');
    const table = page.getByRole('table', { name: 'DAGs' });
    await table.getByRole('button', { name: 'Owner' }).click();
    // The rows of the page before stay until those of this one are there.
    const answered = page.waitForResponse(response =>
      /\/dags\?.*offset=10/.test(response.url()),
    );
    await page.getByRole('button', { name: 'Next page' }).click();
    const { items } = await (await answered).json();
    const second = table.locator('tbody tr').nth(1);
    await expect(page).toHaveURL(/orderBy=owner/);
    await expect(page).toHaveURL(/offset=10/);
    await expect(page.getByText(/^11.20 of 60$/)).toBeVisible();
    await expect(second).toContainText(items[1].displayName);
    await page.reload();
    await expect(page.getByText(/^11.20 of 60$/)).toBeVisible();
    await expect(second).toContainText(items[1].displayName);

    await page.getByRole('button', { name: 'Data domain' }).first().click();
    await page.getByRole('option', { name: /^ai/ }).click();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/dataDomain=ai/);
    await expect(page.getByText(/^1.8 of 8$/)).toBeVisible();
    await page.reload();
    await expect(page.getByText(/^1.8 of 8$/)).toBeVisible();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await expect(page).not.toHaveURL(/dataDomain/);
  });

  test('nothing found says what to do', async () => {
    await page.goto('/airflow-kuma/dags?text=there-is-no-such-dag');
    await expect(page.getByText(/No DAG fits these filters/)).toBeVisible();
    await expectAccessible(page);
  });

  test('a failing backend is named, and one can try again', async () => {
    const route = '**/api/airflow-kuma/dags?*';
    await page.route(route, each =>
      each.fulfill({
        status: 503,
        json: { error: { name: 'Error', message: 'the backend is away' } },
      }),
    );
    await page.goto('/airflow-kuma/dags');
    await expect(page.getByText(/Could not load/).first()).toBeVisible();
    await expectAccessible(page);
    await page.unroute(route);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(
      page.getByRole('link', { name: 'Build invoices' }),
    ).toBeVisible();
  });

  test('what loads says so, and the last good answer stays when a poll fails', async () => {
    const route = '**/api/airflow-kuma/dag?*';
    let release = () => {};
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    await page.route(route, async each => {
      await released;
      await each.continue();
    });
    await page.goto(`${DAG}/airflow`);
    await expect(page.getByRole('progressbar').first()).toBeVisible();
    release();
    const table = page.getByRole('table', { name: 'Services of this DAG' });
    await expect(table).toBeVisible();
    await page.unroute(route);
    await page.route(route, each => each.abort());
    await expect(
      page.getByText(/What you see is the last good answer/),
    ).toBeVisible();
    await expect(table).toBeVisible();
    await page.unroute(route);
  });
});
