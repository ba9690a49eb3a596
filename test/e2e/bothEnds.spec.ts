import { expect, Page, test } from '@playwright/test';
import { parse } from 'yaml';
import { startGitServer } from '../../plugins/airflow-kuma-backend/src/access/__testUtils__/startGitServer';
import { startScm } from '../../plugins/airflow-kuma-backend/src/access/__testUtils__/startScm';
import { Api } from './support/api';
import { expectAccessible } from './support/axe';
import { openAs } from './support/signIn';
import { upstreams } from './support/upstreams';

/** A pull request is looked at twice a minute, and the mesh every ten seconds. */
const ON_TIME = { timeout: 90_000 };
const PROXY = 'airflow-fraud-worker-1';
const FILE = 'dataplanes/airflow-fraud.yaml';
const MANIFEST = `# The worker pool of fraud detection
type: Dataplane
mesh: default
name: ${PROXY}
networking:
  address: 127.1.103.1
  transparentProxying:
    redirectPortInbound: 15006
    redirectPortOutbound: 15001
    reachableBackends:
      refs:
        - kind: MeshService
          name: customer-profile
        - kind: MeshService
          name: fraud-detector # scores
        - kind: MeshService
          name: model-gateway
        - kind: MeshService
          name: orders
`;

test.describe.configure({ mode: 'serial', timeout: 300_000 });

let author: Page;
let owner: Page;
let api: Api;
let git: Awaited<ReturnType<typeof startGitServer>>;
let scm: Awaited<ReturnType<typeof startScm>>;
let id: string;

const portOf = (name: string) => {
  const port = Number(process.env[name]);
  if (!port) throw new Error(`${name} is not set; ./dev test e2e sets it`);
  return port;
};
const open = async (page: Page) => {
  await page.goto(`/airflow-kuma/access/requests/${id}`);
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
};
const ends = (page: Page) =>
  page.getByRole('region', { name: 'Both ends of the call' });
/** As the owner of the workload, and whoever applies what is merged. */
const merge = async (
  index: number,
  request: Parameters<typeof upstreams.applyReach>[0],
) => {
  git.merge(scm.opened[index].head);
  Object.assign(scm.opened[index], { state: 'closed', merged: true });
  const { networking } = parse(git.show(FILE));
  await upstreams.applyReach(
    request,
    PROXY,
    networking.transparentProxying.reachableBackends,
  );
};

test.beforeAll(async ({ browser }) => {
  git = await startGitServer(undefined, portOf('E2E_GIT_PORT'));
  scm = await startScm(portOf('E2E_SCM_PORT'));
  git.commit(FILE, MANIFEST);
  api = await Api.as('Demo DAG author');
  await api.takeEverythingBack();
  author = await openAs(browser, 'Demo DAG author');
  owner = await openAs(browser, 'Demo service owner');
});
test.afterAll(async () => {
  await author?.context().close();
  await owner?.context().close();
  await git?.stop();
  await scm?.stop();
});

test('a request says what it takes at each end', async () => {
  id = await api.ask(
    await api.dag('fraud_scoring'),
    await api.service('ledger'),
    { duration: 'P1D', reason: 'Scores are booked from this week on.' },
  );
  await open(author);
  await expect(
    author.getByRole('heading', { name: 'At the destination' }),
  ).toBeVisible();
  await expect(
    author.getByRole('heading', { name: 'At the caller' }),
  ).toBeVisible();
  const change = author.getByRole('region', {
    name: 'Change at the caller airflow-fraud',
  });
  await expect(change).toContainText('name: ledger');
  await expect(
    author.getByText(/takes references by labels only/),
  ).toBeVisible();
  await expectAccessible(author);
});

test('approved, it waits for the caller and says so', async ({ request }) => {
  await open(owner);
  await owner
    .getByRole('textbox', { name: 'Rationale (required)' })
    .fill('Booked by agreement.');
  await owner.getByRole('button', { name: 'Approve' }).click();
  await expect(ends(owner)).toContainText(
    "Waiting for the caller's side",
    ON_TIME,
  );
  await expect(
    owner.getByRole('link', { name: /scm\.example\.com\/pull\/1/ }),
  ).toBeVisible(ON_TIME);
  const waiting = owner.locator('section').first();
  await expect(
    waiting.getByText("Waiting for the caller's side", { exact: true }),
  ).toBeVisible(ON_TIME);
  await expect(waiting.getByText('Active', { exact: true })).toHaveCount(0);
  await expectAccessible(owner);

  await merge(0, request);
  await expect(waiting.getByText('Active', { exact: true })).toBeVisible(
    ON_TIME,
  );
  await expect(ends(owner)).toContainText('Open');
});

test('at its end both ends are taken back', async ({ request }) => {
  await open(author);
  await author
    .getByRole('textbox', { name: /^Rationale/ })
    .fill('Booked elsewhere now.');
  await author.getByRole('button', { name: 'Revoke' }).click();
  await expect(ends(author)).toContainText("Caller's side still open", ON_TIME);
  await expect(
    author.getByRole('link', { name: /scm\.example\.com\/pull\/2/ }),
  ).toBeVisible(ON_TIME);
  await expectAccessible(author);

  await merge(1, request);
  expect(git.show(FILE)).toBe(MANIFEST);
  await expect(ends(author)).toContainText('Taken back', ON_TIME);
});
