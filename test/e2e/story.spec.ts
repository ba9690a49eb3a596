import { expect, Page, test } from '@playwright/test';
import { Api } from './support/api';
import { expectAccessible } from './support/axe';
import { signInAs, switchTo } from './support/signIn';

/** What a changed permission may take to reach an open page. */
const TEN_SECONDS = { timeout: 10_000 };

const REASON = 'Consents have to be fresh before the newsletter goes out.';
const RATIONALE = 'Only reads, and the newsletter depends on it.';

/** Backstage's search page puts its results into no list, its own are pale. */
const SEARCH_PAGE = {
  rules: ['listitem'],
  elements: ['li:has(a[href*="/group/"])'],
};

/** The row of a service in the table of a DAG. */
function edgeRow(page: Page, service: string) {
  return (
    page
      .getByRole('table', { name: 'Services of this DAG' })
      .getByRole('row', { name: new RegExp(`^${service} `) })
      // Not the line of its identity, whose calls could be of other DAGs.
      .filter({ hasNotText: 'called from' })
  );
}

test('from a refused call to a permission, and back', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  await (await Api.as('Demo DAG author')).takeEverythingBack();
  let requestPath = '';

  await test.step('the author finds the DAG by searching', async () => {
    await signInAs(page, 'Demo DAG author');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('textbox', { name: 'Search' }).fill('consent_refresh');
    await page.keyboard.press('Enter');
    const result = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('link', { name: 'consent_refresh' }) });
    await expect(result).toContainText('Airflow DAG');
    await expect(result).toContainText('Airflow prod-data (demo)');
    await expect(result).toContainText('15 6 * * *');
    await expectAccessible(page, SEARCH_PAGE);
    await result.getByRole('link', { name: 'consent_refresh' }).click();
  });

  await test.step('its page says who refuses it', async () => {
    await expect(
      page.getByRole('heading', { name: 'consent_refresh' }),
    ).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${new URL(page.url()).pathname}/airflow`);
    await expect(edgeRow(page, 'consent')).toContainText('Denied');
    await expectAccessible(page);
  });

  const watching =
    await test.step('a second tab stays on that page', async () => {
      const tab = await context.newPage();
      await signInAs(tab, 'Demo DAG author');
      await tab.goto(new URL(page.url()).pathname);
      await expect(edgeRow(tab, 'consent')).toContainText('Denied');
      return tab;
    });

  await test.step('the graph shows the same edge', async () => {
    await page.goto('/airflow-kuma/graph');
    await page
      .getByRole('textbox', { name: 'Find in the graph' })
      .fill('consent_refresh');
    await page.getByRole('option', { name: /^consent_refresh/ }).click();
    await expect(
      page.getByRole('application', { name: /Dependency graph/ }),
    ).toBeVisible();
    const details = page.getByRole('complementary', { name: 'Details' });
    await expect(
      details.getByRole('button', {
        name: /consent_refresh calls consent, (blocked|needs permission)/,
      }),
    ).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('the author asks, in a form that is filled in', async () => {
    await page
      .getByRole('complementary', { name: 'Details' })
      .getByRole('button', { name: /consent_refresh calls consent/ })
      .click();
    await page
      // Again, where what other specs asked for has ended.
      .getByRole('button', { name: /^(Request access|Ask again) to consent$/ })
      .click();
    await expect(page.getByRole('textbox', { name: /Source/ })).toHaveValue(
      'consent_refresh',
    );
    await expect(
      page.getByRole('textbox', { name: /Service and port/ }),
    ).toHaveValue('consent:80');
    await expect(page.getByText('[object Object]')).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('textbox', { name: /Reason/ }).fill(REASON);
    // The form begins with what was asked for before, if anything was.
    await page.getByRole('button', { name: /^Duration/ }).click();
    await page.getByRole('option', { name: /\(recommended\)/ }).click();
    await expect(page.getByRole('listbox')).toHaveCount(0);
    await expect(
      page.getByRole('button', { name: /^Duration .*\(recommended\)/ }),
    ).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Next' }).click();
    // What the owner will see later is said before anything is asked.
    await expect(page.getByText(/more would gain access/)).toBeVisible();
    await expect(page.getByText(/owner of consent/)).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Review' }).click();
    await page.getByRole('button', { name: 'Create' }).click();
    // The scaffolder's links open a new tab.
    const opened = context.waitForEvent('page');
    await page.getByRole('link', { name: /^Open the request/ }).click();
    const tab = await opened;
    requestPath = new URL(tab.url()).pathname;
    expect(requestPath).toMatch(/^\/airflow-kuma\/access\/requests\/.+/);
    await tab.close();
    await page.goto(requestPath);
    await expect(page.getByText(REASON, { exact: true })).toBeVisible();
  });

  await test.step('and cannot decide it', async () => {
    await expect(page.getByText('Waiting for approval')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Withdraw' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    await expectAccessible(page);
  });

  await test.step('nor can an admin who asked themselves', async () => {
    await switchTo(page, 'Demo admin');
    await page.goto(requestPath);
    await expect(page.getByText(REASON, { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  });

  await test.step('the owner of the service finds it and approves', async () => {
    await switchTo(page, 'Demo service owner');
    await page.goto('/airflow-kuma/access?view=to-decide');
    await page.locator(`a[href$="${requestPath}"]`).click();
    await expect(page.getByText(REASON, { exact: true })).toBeVisible();
    const approve = page.getByRole('button', { name: 'Approve' });
    await expect(approve).toBeDisabled();
    await page
      .getByRole('textbox', { name: 'Rationale (required)' })
      .fill(RATIONALE);
    // Every DAG of the customer pool gains, and the owner has to say so.
    await expect(page.getByText(/more would gain access/)).toBeVisible();
    await expect(approve).toBeDisabled();
    await page.getByRole('checkbox', { name: /accept exactly that/ }).check();
    await expectAccessible(page);
    await approve.click();
  });

  await test.step('the open page of the DAG follows within 10 s', async () => {
    await expect(edgeRow(watching, 'consent')).toContainText(
      'Allowed',
      TEN_SECONDS,
    );
    await expect(
      page.getByText('Active', { exact: true }).first(),
    ).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('the owner revokes, and the edge is denied again', async () => {
    await page
      .getByRole('textbox', { name: /Rationale/ })
      .fill('Done with it.');
    await page.getByRole('button', { name: 'Revoke' }).click();
    await expect(edgeRow(watching, 'consent')).toContainText(
      'Denied',
      TEN_SECONDS,
    );
    await expect(
      page.getByText('Revoked', { exact: true }).first(),
    ).toBeVisible();
  });

  await test.step('the auditor sees each step and who took it', async () => {
    await switchTo(page, 'Demo auditor');
    const id = requestPath.split('/').pop();
    await page.goto(`/airflow-kuma/audit?requestId=${id}&limit=50`);
    const trail = page.getByRole('table', { name: 'Audit trail' });
    for (const [what, who] of [
      ['request created', 'Demo DAG author'],
      ['approved', 'Demo service owner'],
      ['applied', 'plugin:airflow-kuma'],
      ['revoke', 'Demo service owner'],
    ]) {
      await expect(
        trail
          .getByRole('row')
          .filter({ hasText: what })
          .filter({ hasText: who })
          .first(),
      ).toBeVisible();
    }
    await expectAccessible(page);
    await page.goto(requestPath);
    await expect(
      page.getByRole('region', { name: 'Questions of an audit' }),
    ).toContainText(RATIONALE);
    await expectAccessible(page);
  });
});
