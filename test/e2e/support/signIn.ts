import { Browser, expect, Page } from '@playwright/test';

/** People of the demo, as their cards on the sign-in page are titled. */
export type DemoUser =
  | 'Demo DAG author'
  | 'Demo service owner'
  | 'Demo second owner'
  | 'Demo auditor'
  | 'Demo admin';

/** Signs in through the card, as a visitor does. */
export async function signInAs(page: Page, user: DemoUser): Promise<void> {
  await page.goto('/');
  await chooseCard(page, user);
}

/** A browser of their own for one person; close its context when done. */
export async function openAs(browser: Browser, user: DemoUser): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInAs(page, user);
  return page;
}

/** Signs out in the settings and becomes somebody else. */
export async function switchTo(page: Page, user: DemoUser): Promise<void> {
  await page.goto('/settings');
  await page.getByTestId('user-settings-menu').click();
  await page.getByTestId('sign-out').click();
  await chooseCard(page, user);
}

async function chooseCard(page: Page, user: DemoUser): Promise<void> {
  await page.getByRole('button', { name: `Sign in as ${user}` }).click();
  // The sidebar is there for everybody who is signed in.
  await expect(page.getByRole('link', { name: 'Settings' })).toBeVisible();
}
