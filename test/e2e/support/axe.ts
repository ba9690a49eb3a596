import AxeBuilder from '@axe-core/playwright';
import { expect, Page } from '@playwright/test';

const SERIOUS = new Set(['serious', 'critical']);

/** What on a page belongs to Backstage and is not ours to mend. */
export type NotOurs = { elements?: string[]; rules?: string[] };

/** No fade of Backstage's takes longer. */
const FADE_MILLISECONDS = 2_000;

/** How long a page of Backstage draws nothing before it draws progress. */
const UNTIL_PROGRESS_MILLISECONDS = 300;

/** Waits until nothing loads, and nothing begins to when something was loaded. */
async function expectLoaded(page: Page): Promise<void> {
  const progress = page.getByRole('progressbar');
  await expect(async () => {
    expect(await progress.count()).toBe(0);
    await page.waitForTimeout(UNTIL_PROGRESS_MILLISECONDS);
    expect(await progress.count()).toBe(0);
  }).toPass({ timeout: 20_000 });
}

/** Fails on what axe calls serious or critical, and names where it is. */
export async function expectAccessible(
  page: Page,
  notOurs: NotOurs = {},
): Promise<void> {
  await expectLoaded(page);
  // What is still fading in has less contrast than it will have. An animation
  // of something that nobody sees may never finish, so it is not awaited long.
  await page.evaluate(
    patience =>
      Promise.race([
        Promise.all(
          document
            .getAnimations()
            .filter(
              animation =>
                animation.effect?.getTiming().iterations !== Infinity,
            )
            .map(animation => animation.finished.catch(() => undefined)),
        ),
        new Promise(resolve => setTimeout(resolve, patience)),
      ]).then(() => undefined),
    FADE_MILLISECONDS,
  );
  const builder = new AxeBuilder({ page })
    .disableRules(notOurs.rules ?? [])
    // Tabs of Backstage's own page frame name a panel that it does not draw.
    .exclude('.bui-Tab')
    // Its sidebar names the link to notifications apart from their number.
    .exclude('a[href="/notifications"]')
    // The colours of words in its snippets of code are its own.
    .exclude('.language-yaml');
  for (const element of notOurs.elements ?? []) builder.exclude(element);
  const { violations } = await builder.analyze();
  const found = violations
    .filter(({ impact }) => SERIOUS.has(impact ?? ''))
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(({ html, target }) => `${target.join(' ')}: ${html}`),
    }));
  expect.soft(found, `axe on ${page.url()}`).toEqual([]);
}
