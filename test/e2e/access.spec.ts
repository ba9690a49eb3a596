import { expect, Page, test } from '@playwright/test';
import { Api } from './support/api';
import { expectAccessible } from './support/axe';
import { openAs } from './support/signIn';
import { upstreams } from './support/upstreams';

/** What happens on time may take this much longer while a replica runs. */
const ON_TIME = { timeout: 45_000 };

test.describe.configure({ mode: 'serial' });

let author: Page;
let owner: Page;
let second: Page;
let api: Api;
let cardVault: string;

const openRequest = async (page: Page, id: string) => {
  await page.goto(`/airflow-kuma/access/requests/${id}`);
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
};

/** Approves as a person does: with a rationale, and having read the impact. */
async function approve(page: Page, rationale: string) {
  await page
    .getByRole('textbox', { name: 'Rationale (required)' })
    .fill(rationale);
  const impact = page.getByRole('checkbox', { name: /accept exactly that/ });
  const button = page.getByRole('button', { name: 'Approve' });
  await expect(async () => {
    if ((await impact.count()) > 0) await impact.check();
    await expect(button).toBeEnabled({ timeout: 1_000 });
  }).toPass();
  await button.click();
}

const state = (page: Page, label: string) =>
  page.locator('section').first().getByText(label, { exact: true });

test.beforeAll(async ({ browser }) => {
  api = await Api.as('Demo DAG author');
  await api.takeEverythingBack();
  author = await openAs(browser, 'Demo DAG author');
  owner = await openAs(browser, 'Demo service owner');
  second = await openAs(browser, 'Demo second owner');
});
test.afterAll(async () => {
  for (const page of [author, owner, second]) await page?.context().close();
});

test('card data takes two people of security, and nobody counts twice', async () => {
  cardVault = await api.ask(
    await api.dag('card_token_rotation'),
    await api.service('card-vault'),
    { duration: 'P1D', reason: 'Card tokens have to be rotated this week.' },
  );
  await openRequest(author, cardVault);
  await expect(
    author.getByText('Guardrail: The card vault takes two of security'),
  ).toBeVisible();
  await expect(author.getByText('0 of 2').first()).toBeVisible();

  await openRequest(owner, cardVault);
  await owner
    .getByRole('button', { name: 'Ask Kuma what would change' })
    .click();
  await expect(
    owner.getByRole('table', { name: /^Changes to card-vault/ }),
  ).toContainText('Adds a rule for callers');
  await expectAccessible(owner);
  await approve(owner, 'The rotation is planned.');
  await expect(owner.getByText('1 of 2').first()).toBeVisible();
  await expect(owner.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  await expectAccessible(owner);

  await openRequest(second, cardVault);
  await approve(second, 'Seen, and limited to a day.');
  await expect(state(second, 'Active')).toBeVisible(ON_TIME);
  await expect(state(author, 'Active')).toBeVisible(ON_TIME);
});

test('a permission that somebody deletes is shown as drift', async ({
  request,
}) => {
  const { policy } = await api.get<{ policy: string }>(
    `/access/requests/${cardVault}`,
  );
  await upstreams.deletePermission(request, policy);
  await openRequest(author, cardVault);
  await expect(
    author.getByText('The permission is not as granted'),
  ).toBeVisible(ON_TIME);
  await expect(
    author.getByText(/deleted outside of this portal/),
  ).toBeVisible();
  await expect(author.getByText(/It is only reported/)).toBeVisible();
  await expectAccessible(author);
});

test('a campaign asks the owner, who ends a grant with a rationale', async ({
  browser,
}) => {
  const admin = await openAs(browser, 'Demo admin');
  await admin.goto('/airflow-kuma/access?view=campaigns');
  await admin.getByRole('textbox', { name: 'Title' }).fill('Review of a test');
  await admin.getByRole('button', { name: 'Start…', exact: true }).click();
  const dialog = admin.getByRole('dialog');
  await expect(dialog).toContainText('can end by this');
  await expectAccessible(admin);
  await dialog.getByRole('button', { name: 'Start the campaign' }).click();
  const link = admin.getByRole('link', { name: 'Review of a test' }).first();
  await expect(link).toBeVisible();
  await expectAccessible(admin);
  const path = await link.getAttribute('href');
  await admin.context().close();

  await owner.goto('/notifications');
  await expect(
    owner
      .getByRole('link', { name: /^Please review .*: Review of a test$/ })
      .first(),
  ).toBeVisible();
  await owner.goto(path ?? '');
  await expect(owner.getByTitle('Waiting for your decision')).toBeVisible();
  await expect(owner.getByRole('table', { name: 'Reviewers' })).toContainText(
    'Security',
  );
  const grant = owner.getByRole('row', { name: /card-vault/ });
  await expect(grant).toBeVisible();
  const end = grant.getByRole('button', { name: /^End/ });
  await expect(end).toBeDisabled();
  await grant.getByRole('textbox').fill('The rotation is over.');
  await expectAccessible(owner);
  await end.click();
  await expect(grant).toContainText('Ended by');
  await expect(owner.getByText(/1 ended/).first()).toBeVisible();
  await openRequest(author, cardVault);
  await expect(state(author, 'Ended: review')).toBeVisible(ON_TIME);
});

test('a grant ends by itself on time, and the audit questions have answers', async () => {
  const id = await api.ask(
    await api.dag('revenue_forecast'),
    await api.service('feature-store'),
    {
      duration: 'PT40S',
      port: 6566,
      reason: 'One forecast with the new features.',
    },
  );
  await openRequest(owner, id);
  await approve(owner, 'Once, for the forecast.');
  await expect(state(owner, 'Active')).toBeVisible(ON_TIME);
  // Forty seconds, fifteen until it is noticed, and some until it is gone.
  await expect(state(owner, 'Expired')).toBeVisible({ timeout: 80_000 });
  const answers = owner.getByRole('region', { name: 'Questions of an audit' });
  await expect(answers).toContainText('Once, for the forecast.');
  await expect(answers).toContainText(/expired/i);
  // Its DAG shares the identity of the queue with others, and they could use it too.
  const runs = owner.getByRole('region', { name: 'Who ran what with it?' });
  await expect(
    runs.getByRole('table', { name: 'Runs while the grant was in the mesh' }),
  ).toBeVisible();
  await expect(
    runs.getByText(/\d+ DAGs could use it, because they run as/),
  ).toBeVisible();
  await expect(runs.getByText(/and was taken out/)).toBeVisible();
  await expectAccessible(owner);
});

test('break-glass opens at once, and blocks the next until it is reviewed', async () => {
  const query = new URLSearchParams({
    source: await api.dag('consent_refresh'),
    destination: await api.service('consent'),
  });
  /** As far as the question whether that is meant. */
  const breakTheGlass = async () => {
    await author.goto(`/airflow-kuma/explain?${query}`);
    await author.getByText('Emergency: break the glass').click();
    await author
      .getByRole('textbox', { name: 'What is the emergency?' })
      .fill('No consent is read, customers wait.');
    await author.getByRole('button', { name: 'Break the glass…' }).click();
    const dialog = author.getByRole('dialog');
    await expect(dialog).toContainText('Who decides');
    await expectAccessible(author);
    return dialog.getByRole('button', { name: /^Break the glass/ });
  };
  await (await breakTheGlass()).click();
  await expect(author).toHaveURL(/\/access\/requests\//);
  const id = new URL(author.url()).pathname.split('/').pop() ?? '';
  await expect(state(author, 'Active')).toBeVisible(ON_TIME);
  await expect(author.getByText(/A review is due/)).toBeVisible();

  query.set('source', await api.dag('settlement_export'));
  query.set('destination', await api.service('settlement'));
  await expect(await breakTheGlass()).toBeDisabled();
  await expect(author.getByRole('dialog')).toContainText(
    'Your last break-glass waits for its review',
  );

  // Another team's DAG is theirs, or of who is on call.
  query.set('source', await api.dag('embed_documents'));
  query.set('destination', await api.service('embedding-service'));
  await expect(await breakTheGlass()).toBeDisabled();
  await expect(author.getByRole('dialog')).toContainText(
    'Only AI platform may break the glass for it',
  );

  await openRequest(owner, id);
  await owner
    .getByRole('textbox', { name: /Rationale/ })
    .fill('Justified: consents were missing.');
  await owner.getByRole('button', { name: 'Record the review' }).click();
  await expect(state(owner, 'Break-glass, reviewed')).toBeVisible();
  await api.takeEverythingBack();
});

test('the lists have what happened, each with a link to it', async () => {
  await author.goto('/airflow-kuma/access?view=history');
  const history = author.getByRole('table', { name: 'History' });
  const rotation = history.getByRole('link', { name: /^card_token_rotation/ });
  await expect(rotation).toBeVisible();
  await expectAccessible(author);

  await author.getByRole('searchbox', { name: 'DAG' }).fill('revenue forecast');
  await expect(author).toHaveURL(/dag=revenue/);
  await expect(
    history.getByRole('link', { name: /feature-store/ }).first(),
  ).toBeVisible();
  await expect(rotation).toHaveCount(0);
  await author.reload();
  await expect(rotation).toHaveCount(0);
  await author.getByRole('button', { name: 'Clear filters' }).click();
  await history
    .getByRole('link', { name: /^Who ran what with .*card-vault/ })
    .first()
    .click();
  await expect(
    author.getByRole('region', { name: 'Who ran what with it?' }),
  ).toBeInViewport();
});

test('the trail is for its readers, and one sees what concerns oneself without it', async () => {
  await author.goto('/airflow-kuma/audit');
  await expect(
    author.getByText('You may not read the audit trail'),
  ).toBeVisible();
  await expect(author.getByText('airflowKuma.audit.read')).toBeVisible();
  await expect(author.getByRole('table')).toHaveCount(0);
  await expectAccessible(author);
  await openRequest(author, cardVault);
  await expect(author.getByRole('list', { name: 'Timeline' })).toContainText(
    'The rotation is planned.',
  );

  await owner.goto(`/airflow-kuma/audit?requestId=${cardVault}`);
  await expect(owner.getByText(/^The chain verifies: all/)).toBeVisible();
  await expect(owner.getByText(/Heads are not signed/)).toBeVisible();
  const trail = owner.getByRole('table', { name: 'Audit trail' });
  const approval = trail.getByRole('row', { name: /approved.*The rotation/ });
  await expect(approval).toBeVisible();
  await approval
    .getByRole('button', { name: /^Show details of record/ })
    .click();
  await expect(
    owner.getByRole('table', { name: 'Before and after' }),
  ).toContainText('The rotation is planned.');
  await expectAccessible(owner);
  await owner.getByRole('button', { name: 'Close' }).click();
});
