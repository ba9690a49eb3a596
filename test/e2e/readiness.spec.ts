import { expect, Page, test } from '@playwright/test';
import { parse } from 'yaml';
import { startGitServer } from '../../plugins/airflow-kuma-backend/src/access/__testUtils__/startGitServer';
import { startScm } from '../../plugins/airflow-kuma-backend/src/access/__testUtils__/startScm';
import { Api } from './support/api';
import { expectAccessible } from './support/axe';
import { openAs } from './support/signIn';

const MOVING = '/airflow-kuma/readiness?mesh=eu/moving';

type Answer = {
  owners: {
    owner: string;
    calls: { state: string; dag?: string; causes: { kind: string }[] }[];
  }[];
};

test.describe('ready for 3.0', () => {
  let page: Page;
  let author: Api;

  test.beforeAll(async ({ browser }) => {
    author = await Api.as('Demo DAG author');
    await author.dag('dormancy_check', 'legacy-batch');
    await author.service('statements', 'moving');
    page = await openAs(browser, 'Demo DAG author');
  });
  test.afterAll(() => page.context().close());

  const callsOf = (owner: string) =>
    page.getByRole('table', { name: `Calls of ${owner}` });

  test('shows every kind of change, of two owners, with what mends it', async () => {
    await page.goto(MOVING);
    const finance = callsOf('Finance data');
    const platform = callsOf('Platform');
    const row = (table: typeof finance, service: string) =>
      table.getByRole('row').filter({
        has: page.getByRole('link', { name: service, exact: true }),
      });
    await expect(row(finance, 'statements')).toContainText('Stops');
    await expect(row(finance, 'statements')).toContainText(
      'No reachableBackends',
    );
    await expect(row(finance, 'balances')).toContainText(
      'Permission in an older dialect',
    );
    await expect(row(finance, 'holidays')).toContainText(
      'Traffic past the mesh',
    );
    await expect(row(platform, 'statements')).toContainText(
      'reachableBackends by name',
    );
    await expect(row(platform, 'limits')).toContainText('empty match');
    await expect(row(platform, 'fees')).toContainText('by tags');
    await expect(row(platform, 'vault')).toContainText('Opens');
    await expect(row(platform, 'vault')).toContainText('rates-by-name');
    await expect(row(platform, 'scans')).toContainText(
      'Proxy without a MeshIdentity',
    );
    await expect(platform.getByRole('link', { name: 'rates' })).toHaveCount(0);

    const list = page.getByRole('region', {
      name: 'reachableBackends of airflow-moving',
    });
    await expect(list).toContainText('kind: MeshExternalService');
    await expect(list).toContainText('app: statements');
    await expect(
      page.getByRole('table', { name: 'What Payments team has to mend' }),
    ).toContainText('limits-open');
    await expectAccessible(page);
  });

  test('narrows in the address, and saves all of it', async () => {
    await page.goto(`${MOVING}&state=opens`);
    await expect(callsOf('Platform').getByRole('row')).toHaveCount(3);
    await expect(callsOf('Finance data')).toHaveCount(0);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    expect((await download).suggestedFilename()).toBe(
      'ready-for-3.0-eu-moving.csv',
    );
  });

  test('tells of services by tag and of ExternalServices in the older mesh', async () => {
    const { owners } = await author.get<Answer>(
      '/readiness?controlPlane=eu&mesh=legacy',
    );
    const kinds = new Set(
      owners.flatMap(({ calls }) =>
        calls.flatMap(({ causes }) => causes.map(({ kind }) => kind)),
      ),
    );
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'older-permission',
        'tag-service',
        'external-service',
      ]),
    );
    await page.goto('/airflow-kuma/readiness?mesh=eu/legacy');
    await expect(
      page.getByRole('table', { name: 'What of the mesh goes' }),
    ).toContainText('TrafficPermission ledger-from-batch');
  });
});

test.describe('a pull request for an owner', () => {
  const FILE = 'dataplanes/airflow-moving.yaml';
  const MANIFEST = `# The worker pool that moves to 3.0
type: Dataplane
mesh: moving
name: airflow-moving-1
networking:
  address: 127.3.1.1 # ours
  transparentProxying:
    redirectPortOutbound: 15001
`;
  let git: Awaited<ReturnType<typeof startGitServer>>;
  let scm: Awaited<ReturnType<typeof startScm>>;
  const portOf = (name: string) => {
    const port = Number(process.env[name]);
    if (!port) throw new Error(`${name} is not set; ./dev test e2e sets it`);
    return port;
  };
  const region = (page: Page) =>
    page.getByRole('region', { name: 'Pull requests of Finance data' });

  test.beforeAll(async () => {
    git = await startGitServer(undefined, portOf('E2E_GIT_PORT'));
    scm = await startScm(portOf('E2E_SCM_PORT'));
    git.commit(FILE, MANIFEST);
    const author = await Api.as('Demo DAG author');
    await author.dag('dormancy_check', 'legacy-batch');
    await author.service('statements', 'moving');
  });
  test.afterAll(async () => {
    await git?.stop();
    await scm?.stop();
  });

  test('is for its members to open', async ({ browser }) => {
    const page = await openAs(browser, 'Demo service owner');
    await page.goto(MOVING);
    await expect(region(page)).toContainText(
      'A member of Finance data or an administrator can open it.',
    );
    await expect(region(page).getByRole('button')).toHaveCount(0);
    // Of the other pool nobody said where its manifest lies.
    await expect(
      page.getByRole('region', { name: 'Pull requests of Platform' }),
    ).toContainText('does not know where its manifest lies');
    await page.context().close();
  });

  test('is opened once, and told whoever looks', async ({ browser }) => {
    const page = await openAs(browser, 'Demo DAG author');
    await page.goto(MOVING);
    await expect(region(page)).toContainText('No pull request yet');
    await region(page)
      .getByRole('button', { name: 'Open a pull request' })
      .click();
    const link = region(page).getByRole('link', {
      name: /scm\.example\.com\/pull\/1/,
    });
    await expect(link).toBeVisible();
    await expectAccessible(page);
    const [{ head }] = scm.opened;
    const text = git.show(FILE, head);
    expect(text).toContain('address: 127.3.1.1 # ours');
    const { refs } =
      parse(text).networking.transparentProxying.reachableBackends;
    expect(refs).toContainEqual(
      expect.objectContaining({ kind: 'MeshExternalService' }),
    );
    expect(git.show(FILE)).toBe(MANIFEST);

    await page.reload();
    await expect(link).toBeVisible();
    await region(page)
      .getByRole('button', { name: 'Update the pull request' })
      .click();
    await expect(link).toBeVisible();
    expect(scm.opened).toHaveLength(1);
    await page.context().close();
  });
});
