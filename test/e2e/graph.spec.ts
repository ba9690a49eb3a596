import { readFile } from 'node:fs/promises';
import { expect, Page, test } from '@playwright/test';
import { Api } from './support/api';
import { expectAccessible } from './support/axe';
import { openAs } from './support/signIn';
import { upstreams } from './support/upstreams';

const TEN_SECONDS = { timeout: 10_000 };

/** Lets the AI worker pool call the embedding service. */
const PERMISSION = {
  type: 'MeshTrafficPermission',
  mesh: 'default',
  name: 'embedding-by-hand',
  spec: {
    targetRef: { kind: 'Dataplane', labels: { app: 'embedding-service' } },
    rules: [
      {
        default: {
          allow: [
            {
              spiffeID: {
                type: 'Exact',
                value: 'spiffe://default.zone-1.mesh.local/workload/airflow-ai',
              },
            },
          ],
        },
      },
    ],
  },
};

let page: Page;
let dag: string;
let service: string;

const canvas = () =>
  page.getByRole('application', { name: /Dependency graph/ });
const table = () => page.getByRole('table', { name: 'Graph as a table' });
const details = () => page.getByRole('complementary', { name: 'Details' });
const announcement = () =>
  page.getByRole('status').filter({ hasText: /Graph:|Selected:/ });

/** Opens the graph as an address describes it. */
async function open(query: Record<string, string | string[]> = {}) {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) =>
      [value].flat().map(each => [key, each]),
    ),
  );
  await page.goto(`/airflow-kuma/graph?${search}`);
  await expect(query.view === 'table' ? table() : canvas()).toBeVisible();
}

/** How many boxes are drawn. */
async function shownNodes(): Promise<number> {
  return Number(await canvas().getAttribute('data-shown-nodes'));
}

test.beforeAll(async ({ browser }) => {
  const api = await Api.as('Demo DAG author');
  dag = await api.dag('embed_documents');
  service = await api.service('embedding-service');
  page = await openAs(browser, 'Demo DAG author');
});
test.afterAll(() => page.context().close());

test('opens grouped, by what the viewer chooses, and counts the rest', async () => {
  await open();
  await expect(page.getByText(/60 DAGs, \d+ services/).first()).toBeVisible();
  await expect(page.getByText(/Not drawn: \d+ edges?/).first()).toBeVisible();
  expect(await shownNodes()).toBeLessThan(20);
  await expectAccessible(page);

  await page.getByRole('button', { name: /^Group by/ }).click();
  await page.getByRole('option', { name: 'Mesh' }).click();
  await expect(page).toHaveURL(/grouping=mesh/);
  await expect(
    canvas()
      .getByText(/legacy/)
      .first(),
  ).toBeVisible();
});

test('opens a group in place, and closes it', async () => {
  await open();
  await expect.poll(shownNodes).toBeGreaterThan(2);
  const before = await shownNodes();
  await page.getByText('ai', { exact: true }).first().dblclick();
  await expect(page).toHaveURL(/open=/);
  await expect.poll(shownNodes).toBeGreaterThan(before + 8);
  await expect(page.getByText('vector-store').first()).toBeVisible();
  await details().getByRole('button', { name: 'Close group' }).click();
  await expect.poll(shownNodes).toBe(before);
});

test('focuses on one node and follows as far as asked', async () => {
  await open();
  await page
    .getByRole('textbox', { name: 'Find in the graph' })
    .fill('Embed new documents');
  await page.getByRole('option', { name: /^Embed new documents/ }).click();
  await expect(page).toHaveURL(/focus=/);
  await expect(
    details().getByRole('heading', { name: 'Embed new documents' }),
  ).toBeVisible();
  // The DAG, three services, and the identity of calls that could be another's.
  await expect.poll(shownNodes).toBe(5);
  await page.getByRole('button', { name: /^Depth/ }).click();
  await page.getByRole('option', { name: '2' }).click();
  await expect.poll(shownNodes).toBeGreaterThan(5);
  await page.getByRole('button', { name: 'Leave focus' }).click();
  await expect(page).not.toHaveURL(/focus=/);
});

test('is operated by keyboard and says what is selected', async () => {
  await open();
  await canvas().focus();
  await page.keyboard.press('ArrowRight');
  await expect(announcement()).toContainText('Selected:');
  await expect(details()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/open=/);
  await canvas().focus();
  await page.keyboard.press('Escape');
  await expect(details()).toHaveCount(0);
  await page.keyboard.press('t');
  await expect(table()).toBeVisible();
  await page.getByRole('button', { name: 'Show as graph' }).click();
  await canvas().focus();
  await page.keyboard.press('/');
  await expect(
    page.getByRole('textbox', { name: 'Find in the graph' }),
  ).toBeFocused();
});

test('has a table with the same lines', async () => {
  await open({ focus: dag });
  // Three of the DAG, one of the identity, and the one between them.
  const lines = 5;
  await expect(canvas()).toHaveAttribute('data-shown-edges', `${lines}`);
  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(table().locator('tbody tr')).toHaveCount(lines);
  await expect(
    table().getByRole('row', { name: /embedding-service/ }),
  ).toContainText('Denied');
  await expectAccessible(page);
});

test('draws the identity between DAG and service where asked', async () => {
  await open({ focus: dag, view: 'table' });
  await page.getByRole('checkbox', { name: 'Identities' }).check();
  await expect(
    table()
      .getByRole('row', { name: /runs as/ })
      .first(),
  ).toBeVisible();
});

test('shows only disagreements', async () => {
  await open({ view: 'table', grouping: 'none' });
  await expect(table()).toContainText('Aligned');
  await page.getByRole('button', { name: 'Only disagreements' }).click();
  await expect(page).toHaveURL(/edgeState=blocked/);
  await expect(table()).not.toContainText('Aligned');
  await expect(table()).toContainText('Blocked');
});

test('shows what was refused in the last hour, with one click', async () => {
  await open({ view: 'table', grouping: 'none' });
  const toggle = page.getByRole('button', { name: 'Refused in the last hour' });
  await toggle.click();
  await expect(page).toHaveURL(/deniedWithin=1/);
  const refused = table().getByRole('row', { name: /embedding-service/ });
  await expect(refused).toContainText('Blocked');
  await expect(
    table().getByRole('row', { name: /Aligned|Unused|Needs permission/ }),
  ).toHaveCount(0);
  await toggle.click();
  await expect(page).not.toHaveURL(/deniedWithin/);
});

test('filters by states that only tables know', async () => {
  await open({ grouping: 'none', state: 'certificate-expired' });
  await expect(canvas()).toHaveAttribute('data-shown-nodes', /^[1-9]/);
  expect(await shownNodes()).toBeLessThan(10);
});

test('says how much a service refused, and who', async () => {
  await open({ focus: service, selected: service });
  const refused = details().getByRole('region', { name: 'Refused calls' });
  await expect(refused).toContainText(/Metrics counted [\d,]+ refused calls/);
  await expect(refused).toContainText('as no rule lets it in');
  await expect(
    refused.getByRole('link', { name: 'Embed new documents' }),
  ).toBeVisible();
});

test('draws how a DAG reaches a service, and reopens it from a link', async () => {
  const source = await (await Api.as('Demo admin')).dag('card_token_rotation');
  await open({ focus: source, selected: source });
  await details().getByRole('button', { name: 'How does it reach …?' }).click();
  await details()
    .getByRole('textbox', { name: 'To which service?' })
    .fill('vector-store');
  await page.getByRole('option', { name: /vector-store/ }).click();
  const steps = page.getByRole('list', { name: 'Steps' });
  await expect(steps.getByRole('listitem')).toHaveCount(2);
  await expect(steps).toContainText(
    /model-gateway calls vector-store on [\d, ]+: allowed, by vector-store/,
  );
  await expect(canvas()).toHaveAttribute('data-shown-nodes', '3');
  await expectAccessible(page);
  await page.goto(page.url());
  await expect(steps.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('button', { name: 'Back to the graph' }).click();
  await expect(page).not.toHaveURL(/pathFrom/);
});

test('exports what is shown', async () => {
  await open({ focus: dag });
  for (const [name, file, content] of [
    ['SVG', 'graph.svg', /<svg[\s\S]*embedding-service/],
    ['Mermaid', 'graph.mmd', /(flowchart|graph) [\s\S]*embedding-service/],
    ['CSV', 'graph.csv', /Embed new documents.*embedding-service/],
  ] as const) {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe(file);
    expect(await readFile(await saved.path(), 'utf8')).toMatch(content);
  }
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'PNG' }).click();
  const bytes = await readFile(await (await download).path());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.length).toBeGreaterThan(5_000);
});

test('a link reopens the same picture', async () => {
  await open({ focus: dag });
  await canvas().focus();
  await page.keyboard.press('ArrowRight');
  await expect(details()).toBeVisible();
  const label = await canvas().getAttribute('aria-label');
  const selected = await announcement().textContent();
  await page.goto(page.url());
  await expect(canvas()).toHaveAttribute('aria-label', label ?? '');
  await expect(announcement()).toHaveText(selected ?? '');
  await expect(details()).toBeVisible();
});

test('answers who can reach a service, and what opens or breaks', async () => {
  await open({ focus: service, selected: service });
  await details().getByRole('button', { name: 'Who can reach it?' }).click();
  await expect(
    details().getByRole('region', { name: 'Who can reach it?' }),
  ).toContainText('No DAG that you may see');
  await open({
    view: 'table',
    ifRemoved: 'MeshTrafficPermission/vector-store',
    inControlPlane: 'eu',
    inMesh: 'default',
  });
  await expect(page.getByText('If vector-store goes')).toBeVisible();
  await expect(page.getByText(/of those that close, [1-9]\d*/)).toBeVisible();
  await expect(
    table().getByRole('row', { name: /Embed new documents.*vector-store/ }),
  ).toContainText('removed');
});

test('follows a changed permission within 10 s, and compares with before', async ({
  request,
}) => {
  const signals: string[] = [];
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => signals.push(`${payload}`)),
  );
  const before = new Date().toISOString();
  const url = `${upstreams.kuma()}/meshes/default/meshtrafficpermissions/${
    PERMISSION.name
  }`;
  const headers = { authorization: 'Bearer demo-kuma-token' };
  await open({ focus: dag, view: 'table' });
  const row = table().getByRole('row', { name: /embedding-service/ });
  await expect(row).toContainText('Denied');

  const written = await request.put(url, { headers, data: PERMISSION });
  expect(written.ok()).toBe(true);
  try {
    await expect(row).toContainText('Allowed', TEN_SECONDS);
    // It would also come by asking every 8 s; what tells at once is the signal.
    expect(signals.join()).toContain('"changed":"inventory"');

    await open({ focus: dag, view: 'table', compareTo: before });
    await expect(page.getByText(/compared with/)).toBeVisible();
    await expect(row).toContainText('changed');
    await open({ focus: dag, view: 'table', asOf: before });
    await expect(page.getByText(/The graph as of/)).toBeVisible();
    await expect(row).toContainText('Denied');
    await page.getByRole('button', { name: 'Back to now' }).click();
    await expect(row).toContainText('Allowed');
  } finally {
    await request.delete(url, { headers });
  }
  await expect(row).toContainText('Denied', TEN_SECONDS);
});
