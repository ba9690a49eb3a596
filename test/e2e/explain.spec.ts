import { expect, Locator, Page, test } from '@playwright/test';
import { Api } from './support/api';
import { expectAccessible } from './support/axe';
import { openAs } from './support/signIn';
import { upstreams } from './support/upstreams';

type Case = {
  title: string;
  dag: string;
  instance?: string;
  service: string;
  mesh?: string;
  /** The answer. */
  verdict: 'Allowed' | 'Denied' | 'Not enforced' | 'Unknown';
  sentence: RegExp;
  /** The link of the chain that says it, and what it says. */
  link: string;
  status: 'Good' | 'Problem' | 'Unknown' | 'Does not apply';
  fact: RegExp;
};

const cases: Case[] = [
  {
    title: 'allowed by a rule',
    dag: 'invoice.Build',
    service: 'payments',
    verdict: 'Allowed',
    sentence: /Build invoices may call payments/,
    link: 'The rule that decides',
    status: 'Good',
    fact: /payments-from-finance/,
  },
  {
    title: 'denied by default, as nothing selects the service',
    dag: 'embed_documents',
    service: 'embedding-service',
    verdict: 'Denied',
    sentence: /may not call embedding-service/,
    link: 'Policies that select the destination',
    status: 'Problem',
    fact: /No permission selects the destination/,
  },
  {
    title: 'denied by a rule',
    dag: 'crm_sync',
    service: 'model-gateway',
    verdict: 'Denied',
    sentence: /may not call model-gateway/,
    link: 'The rule that decides',
    status: 'Problem',
    fact: /denies|refuses|deny/i,
  },
  {
    title: 'let in by a prefix that matches more than meant',
    dag: 'invoice.Build',
    service: 'orders',
    verdict: 'Allowed',
    sentence: /may call orders/,
    link: 'Written against enforced',
    status: 'Problem',
    fact: /matched by accident/,
  },
  {
    title: 'let in although the policy means to refuse',
    dag: 'statement_print',
    instance: 'legacy-batch',
    service: 'reporting',
    mesh: 'legacy',
    verdict: 'Allowed',
    sentence: /may call reporting/,
    link: 'Written against enforced',
    status: 'Problem',
    fact: /What is written means deny; Envoy does allow/,
  },
  {
    title: 'permitted, but the proxy of the service is offline',
    dag: 'newsletter_weekly',
    service: 'newsletter',
    verdict: 'Allowed',
    sentence: /Calls can still fail/,
    link: "The service's proxy",
    status: 'Problem',
    fact: /offline|disconnected|not connected/i,
  },
  {
    title: 'the certificate of the service has expired',
    dag: 'settlement_export',
    service: 'settlement',
    verdict: 'Denied',
    sentence: /Check first, though/,
    link: "The service's certificate",
    status: 'Problem',
    fact: /expired/,
  },
  {
    title: 'an external service, which nobody guards',
    dag: 'fx_rate_import',
    service: 'market-data',
    verdict: 'Not enforced',
    sentence: /can call, like everybody, market-data/,
    link: 'Enforcement in this mesh',
    status: 'Problem',
    fact: /Every such call passes/,
  },
  {
    title: 'a DAG without an identity',
    dag: 'data_quality_checks',
    service: 'orders',
    verdict: 'Unknown',
    sentence: /airflowKuma\.identities/,
    link: "The DAG's identity in this mesh",
    status: 'Problem',
    fact: /No rule/,
  },
];

let api: Api;
const openExplain = async (page: Page, row: Omit<Case, 'title'>) => {
  const query = new URLSearchParams({
    source: await api.dag(row.dag, row.instance),
    destination: await api.service(row.service, row.mesh),
  });
  await page.goto(`/airflow-kuma/explain?${query}`);
  // What is good is folded where something is not.
  await page.getByText(/checks? (is|are) good/).evaluate(summary => {
    (summary.parentElement as HTMLDetailsElement).open = true;
  });
};

/** A link of the chain, by its title. */
function chainLink(page: Page, title: string): Locator {
  return page
    .getByRole('region', { name: 'What decides it, problems first' })
    .getByRole('listitem')
    .filter({
      has: page.getByRole('heading', { name: new RegExp(`^${title}`) }),
    });
}

test.describe('Explain', () => {
  let page: Page;

  test.beforeAll(async ({ browser }) => {
    api = await Api.as('Demo DAG author');
    page = await openAs(browser, 'Demo DAG author');
  });
  test.afterAll(() => page.context().close());

  for (const row of cases) {
    // eslint-disable-next-line no-loop-func -- `page` is there before any test runs
    test(row.title, async () => {
      await openExplain(page, row);
      await expect(
        page.getByRole('heading', { level: 2, name: row.sentence }),
      ).toBeVisible();
      await expect(
        page.getByRole('alert').filter({ hasText: row.sentence }),
      ).toContainText(row.verdict);
      const link = chainLink(page, row.link);
      await expect(link).toContainText(row.status);
      await expect(link).toContainText(row.fact);
      await expectAccessible(page);
    });
  }

  test('offers the request that would change the answer', async () => {
    await openExplain(page, cases[1]);
    await page
      .getByRole('button', { name: 'Request access to embedding-service' })
      .click();
    await expect(
      page.getByRole('textbox', { name: /Service and port/ }),
    ).toHaveValue('embedding-service:80');
  });

  test('tells what became of the certificates', async () => {
    await openExplain(page, cases[6]);
    await expect(
      page.getByRole('table', { name: 'Certificate history of settlement-1' }),
    ).toContainText('Expired');
  });

  test('mTLS switched off: the mesh decides nothing', async ({ request }) => {
    const row = {
      ...cases[0],
      dag: 'batch_reconcile',
      instance: 'legacy-batch',
      service: 'ledger',
      mesh: 'legacy',
    };
    const switchOn = await upstreams.switchMtlsOff(request, 'legacy');
    try {
      await expect(async () => {
        await openExplain(page, row);
        const link = chainLink(page, 'Enforcement in this mesh');
        await expect(link).toContainText('Problem', { timeout: 5_000 });
        await expect(link).toContainText('Every such call passes');
      }).toPass({ timeout: 60_000 });
      await expect(
        page.getByRole('alert').filter({ hasText: 'batch_reconcile' }),
      ).toContainText('Not enforced');
    } finally {
      await switchOn();
    }
    await expect(async () => {
      await openExplain(page, row);
      await expect(chainLink(page, 'Enforcement in this mesh')).toContainText(
        'Good',
        { timeout: 5_000 },
      );
    }).toPass({ timeout: 60_000 });
  });

  test('a control plane that is down: the answer says how old it is', async ({
    request,
  }) => {
    await upstreams.takeDown(request, upstreams.kuma());
    try {
      await expect(async () => {
        await openExplain(page, cases[0]);
        const link = chainLink(page, 'The age of what this rests on');
        await expect(link).toContainText('Problem', { timeout: 5_000 });
        await expect(link).toContainText(/eu has not answered since/);
      }).toPass({ timeout: 90_000 });
      await expect(page.getByText(/cannot be read now/)).toBeVisible();
      await page.goto('/airflow-kuma/sources');
      const source = page.getByRole('row', { name: /Kuma eu/ });
      await expect(source).toContainText('503');
      await page.goto('/airflow-kuma/services');
      await expect(
        page.getByRole('link', { name: 'payments' }).first(),
      ).toBeVisible();
    } finally {
      await upstreams.mend(request, upstreams.kuma());
    }
    await expect(async () => {
      await openExplain(page, cases[0]);
      await expect(
        chainLink(page, 'The age of what this rests on'),
      ).toContainText('Good', { timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
  });
});
