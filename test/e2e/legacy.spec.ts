import { expect, test } from '@playwright/test';
import { Api } from './support/api';
import { expectAccessible } from './support/axe';

const DAG = '/catalog/default/component/prod-data.settlement_export';
const REASON = 'The settlement file has to be there before noon.';

test.use({ baseURL: process.env.E2E_LEGACY_URL ?? 'http://localhost:3001' });

test('an app of the old frontend system has the same pages, and its template asks', async ({
  page,
  context,
}) => {
  await (await Api.as('Demo DAG author')).takeEverythingBack();

  await test.step('the page, with all its tabs', async () => {
    await page.goto('/airflow-kuma/dags');
    await expect(page.getByRole('table', { name: 'DAGs' })).toBeVisible();
    await page.getByRole('tab', { name: 'Access' }).click();
    await expect(page.getByRole('table', { name: 'Mine' })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('tabs and cards of a DAG', async () => {
    await page.goto(DAG);
    await expect(
      page.getByRole('definition').getByText('Airflow prod-data (demo)'),
    ).toBeVisible();
    await expect(
      page.getByText('Nobody has asked for access from or to it here.'),
    ).toBeVisible();
    await page.getByRole('tab', { name: 'Airflow' }).click();
    await expect(
      page.getByRole('table', { name: 'Services of this DAG' }),
    ).toBeVisible();
  });

  let requestPath = '';
  await test.step('the form, opened from there, chooses, previews and asks', async () => {
    await page
      .getByRole('link', { name: 'Request access' })
      .or(page.getByRole('button', { name: 'Request access' }))
      .first()
      .click();
    await expect(page.getByRole('textbox', { name: /Source/ })).toHaveValue(
      'settlement_export',
    );
    const service = page.getByRole('textbox', { name: /Service and port/ });
    await service.fill('settlement');
    await page.getByRole('option', { name: /^settlement:/ }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('textbox', { name: /Reason/ }).fill(REASON);
    await expect(page.getByText('(recommended)')).toBeVisible();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByText(/New policy/)).toBeVisible();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: /^Open the request/ }).click();
    const tab = await opened;
    requestPath = new URL(tab.url()).pathname;
    await tab.close();
  });

  await test.step('and the request is there', async () => {
    await page.goto(requestPath);
    await expect(page.getByText(REASON).first()).toBeVisible();
    await expect(page.getByText('Waiting for approval')).toBeVisible();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await expect(page.getByText('Withdrawn').first()).toBeVisible();
  });

  await test.step('search results, home card and owner card are drawn too', async () => {
    await page.goto('/search?query=settlement_export');
    await expect(
      page.getByRole('link', { name: 'settlement_export' }).first(),
    ).toBeVisible();
    await page.goto('/home');
    await expect(
      page.getByText('Nothing waits for your decision.'),
    ).toBeVisible();
    await page.goto('/catalog/default/group/finance-data');
    await expect(
      page.getByRole('table', { name: 'Graph as a table' }),
    ).toBeVisible();
  });
});
