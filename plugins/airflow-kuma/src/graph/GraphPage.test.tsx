import { GraphAnswer } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../__testUtils__/FakeApi';
import {
  groupedGraph,
  openGraph,
  sharedGraph,
} from '../__testUtils__/graphSamples';
import { renderPage } from '../__testUtils__/renderPage';
import { DAG_REF, SERVICE_REF, serviceDetails } from '../__testUtils__/samples';
import { testEngine } from '../__testUtils__/testEngine';
import { ServiceContent } from '../services/ServiceContent';
import { GraphPage } from './GraphPage';

jest.mock('./layout/startElk');

const engine = testEngine();
const withGraph = (answer: GraphAnswer) =>
  fakeApi({ graph: jest.fn().mockResolvedValue(answer) });

beforeAll(() => {
  // jsdom lays nothing out; React Flow only needs to be able to ask.
  global.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  global.DOMMatrixReadOnly = class {
    m22 = 1;
  } as unknown as typeof DOMMatrixReadOnly;
});

describe('GraphPage', () => {
  it('opens grouped, counts what it does not draw and announces itself', async () => {
    const api = withGraph(groupedGraph);
    renderPage(<GraphPage engine={engine} />, { api });
    const canvas = await screen.findByRole('application');
    expect(api.graph.mock.calls[0][0]).toEqual({ grouping: 'dataDomain' });
    expect(canvas).toHaveAccessibleName(
      /2 nodes and 1 line, standing for 12 DAGs/,
    );
    expect(
      screen.getByText(/Not drawn: 1 edge, inside closed groups/),
    ).toBeVisible();
    expect(screen.getByText(/31 more pairs are permitted/)).toBeVisible();
    expect(screen.getByRole('status')).toHaveTextContent('Graph: 2 nodes');
  });

  it('is operable by keyboard: arrows select, Enter opens a group, T shows the table', async () => {
    const api = withGraph(groupedGraph);
    const user = userEvent.setup();
    renderPage(<GraphPage engine={engine} />, { api });
    const canvas = await screen.findByRole('application');
    canvas.focus();
    await user.keyboard('{ArrowRight}');
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent(
        'Selected: Orders, group',
      ),
    );
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(api.graph.mock.lastCall?.[0]).toMatchObject({
        open: ['group:orders'],
      }),
    );
    (await screen.findByRole('application')).focus();
    await user.keyboard('t');
    expect(
      await screen.findByRole('table', { name: 'Graph as a table' }),
    ).toBeVisible();
  });

  it('reopens the same picture from an address', async () => {
    const api = withGraph(openGraph);
    renderPage(<GraphPage engine={engine} />, {
      api,
      at: `/?grouping=mesh&open=group:orders&edgeState=blocked&asOf=2026-11-01T00:00:00Z&view=table&selected=${encodeURIComponent(
        openGraph.edges[0].id,
      )}`,
    });
    const table = await screen.findByRole('table', {
      name: 'Graph as a table',
    });
    expect(api.graph.mock.calls[0][0]).toEqual({
      grouping: 'mesh',
      open: ['group:orders'],
      edgeState: ['blocked'],
      asOf: '2026-11-01T00:00:00.000Z',
    });
    expect(table).toHaveTextContent('Orders ETL');
    expect(screen.getByText(/The graph as of/)).toBeVisible();
    const panel = screen.getByRole('complementary', { name: 'Details' });
    expect(
      within(panel).getByRole('heading', {
        name: 'Orders ETL calls payments, needs permission',
      }),
    ).toBeVisible();
    expect(within(panel).getByText('calls:payments')).toBeVisible();
    expect(
      await within(panel).findByRole('button', {
        name: 'Request access to payments',
      }),
    ).toBeVisible();
  });

  it('says between which reads a past moment lies', async () => {
    const api = withGraph({
      ...openGraph,
      between: [
        {
          title: 'Kuma eu',
          before: '2026-11-01T00:00:00Z',
          after: '2026-11-01T00:00:30Z',
        },
        { title: 'Airflow prod', before: '2026-11-01T00:00:10Z' },
      ],
    });
    renderPage(<GraphPage engine={engine} />, {
      api,
      at: '/?asOf=2026-11-01T00:00:20Z&view=table',
    });
    expect(
      await screen.findByText(
        /Kuma eu was read .*, and the next read that found something else was/,
      ),
    ).toBeVisible();
    expect(
      screen.getByText(/Airflow prod was last read .*, before this moment/),
    ).toBeVisible();
  });

  it('focuses, follows the depth and leaves the focus again', async () => {
    const api = withGraph(openGraph);
    const user = userEvent.setup();
    renderPage(<GraphPage engine={engine} />, {
      api,
      at: `/?view=table&selected=${encodeURIComponent(SERVICE_REF)}`,
    });
    await user.click(await screen.findByRole('button', { name: 'Focus' }));
    await waitFor(() =>
      expect(api.graph.mock.lastCall?.[0]).toMatchObject({
        focus: [SERVICE_REF],
        depth: 1,
        grouping: 'none',
      }),
    );
    await user.click(
      await screen.findByRole('button', { name: 'Leave focus' }),
    );
    await waitFor(() =>
      expect(api.graph.mock.lastCall?.[0].focus).toBeUndefined(),
    );
  });

  it('says how old what cannot be read is', async () => {
    const api = withGraph({
      ...groupedGraph,
      unwell: [
        {
          kind: 'kuma',
          name: 'eu',
          state: 'stale',
          lastSuccess: '2026-11-22T00:00:00Z',
        },
      ],
    });
    renderPage(<GraphPage engine={engine} />, { api, at: '/?view=table' });
    expect(
      await screen.findByText(/Kuma eu cannot be read now. Its data here is/),
    ).toBeVisible();
  });

  it('asks who can reach a service', async () => {
    const api = withGraph(openGraph);
    api.reach.mockResolvedValue({
      items: [
        {
          ref: 'component:default/report',
          name: 'Report',
          outcome: 'allow',
          ports: [8080],
          reason: 'A rule allows it.',
        },
      ],
      total: 4,
      unknown: 2,
    });
    renderPage(<GraphPage engine={engine} />, {
      api,
      at: `/?view=table&selected=${encodeURIComponent(SERVICE_REF)}`,
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Who can reach it?' }),
    );
    const answer = await screen.findByRole('region', {
      name: 'Who can reach it?',
    });
    await waitFor(() => expect(answer).toHaveTextContent('Report on 8080'));
    expect(answer).toHaveTextContent('and 3 more');
    expect(answer).toHaveTextContent('Of 2 more nobody can tell');
  });

  it('tells one call once, with the DAGs that it could be of and how it fares', async () => {
    const [line] = sharedGraph.edges;
    renderPage(<GraphPage engine={engine} />, {
      api: withGraph(sharedGraph),
      at: `/?view=table&selected=${encodeURIComponent(line.id)}`,
    });
    const panel = await screen.findByRole('complementary', { name: 'Details' });
    expect(panel).toHaveTextContent(
      'The caller could be Orders ETL or 13 other DAGs.',
    );
    expect(within(panel).getByText('Undeclared')).toBeVisible();
    expect(within(panel).getAllByText('87 % errors')[0]).toBeVisible();
    // Nobody can ask for an identity: which DAG is it for?
    expect(
      within(panel).queryByRole('button', { name: /Request access/ }),
    ).toBeNull();
    const table = screen.getByRole('table', { name: 'Graph as a table' });
    const rows = within(table).getAllByRole('row');
    const seen = rows.filter(row => row.textContent?.includes('Undeclared'));
    expect(seen).toHaveLength(1);
    expect(seen[0]).toHaveTextContent('could be Orders ETL or 13 other DAGs');
    expect(seen[0]).toHaveTextContent('87 % errors');
  });

  it("names everybody who may call as the service's page does", async () => {
    const callers = serviceDetails.mayCall;
    const api = fakeApi({
      graph: jest.fn().mockResolvedValue(openGraph),
      service: jest.fn().mockResolvedValue(serviceDetails),
    });
    api.reach.mockResolvedValue({ items: [], total: 0, unknown: 0, callers });
    renderPage(
      <>
        <GraphPage engine={engine} />
        <ServiceContent entityRef={SERVICE_REF} />
      </>,
      {
        api,
        at: `/?view=table&selected=${encodeURIComponent(SERVICE_REF)}`,
      },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Who can reach it?' }),
    );
    for (const [name, told] of [
      [
        'Identities that may call it',
        ['spiffe://default/workload/checkout', 'Orders ETL and 13 more'],
      ],
      [
        'Callers that permissions name',
        [
          'begins with spiffe://default/workload/air1 identity now',
          'spiffe://default/workload/gonenobody shows it at present',
        ],
      ],
    ] as const) {
      await waitFor(() =>
        expect(screen.getAllByRole('list', { name })).toHaveLength(2),
      );
      const [panel, page] = screen.getAllByRole('list', { name });
      expect(panel.textContent).toBe(page.textContent);
      for (const words of told) expect(panel).toHaveTextContent(words);
    }
  });

  describe('how a DAG reaches a service', () => {
    const ledger = 'resource:default/ledger';
    const api = () => {
      const made = withGraph({
        ...openGraph,
        nodes: [
          ...openGraph.nodes,
          {
            id: ledger,
            kind: 'service',
            ref: ledger,
            label: 'ledger',
            facts: {},
          },
        ],
      });
      const hop = (source: string, destination: string, policy: string) => ({
        source,
        destination,
        outcome: 'allow' as const,
        ports: [80],
        reason: `${policy} lets it in.`,
        policies: [
          {
            kind: 'MeshTrafficPermission' as const,
            name: policy,
            dialect: 'rules' as const,
            shadow: false,
          },
        ],
      });
      made.path.mockResolvedValue({
        hops: [
          hop(DAG_REF, SERVICE_REF, 'to-payments'),
          hop(SERVICE_REF, ledger, 'to-ledger'),
        ],
        sentence: 'Not directly, but by 1 service in between.',
        complete: true,
      });
      return made;
    };

    it('is asked in the panel, and the answer is in the address', async () => {
      const user = userEvent.setup();
      const asked = api();
      renderPage(<GraphPage engine={engine} />, {
        api: asked,
        at: `/?view=table&selected=${encodeURIComponent(SERVICE_REF)}`,
      });
      await user.click(
        await screen.findByRole('button', { name: 'How is it reached?' }),
      );
      await user.type(
        screen.getByRole('textbox', { name: 'From which DAG?' }),
        'Ord',
      );
      await user.click(await screen.findByRole('option', { name: /Orders/ }));
      await waitFor(() =>
        expect(asked.path.mock.calls[0][0]).toEqual({
          source: DAG_REF,
          destination: SERVICE_REF,
        }),
      );
    });

    it('is drawn as steps with their policies', async () => {
      const asked = api();
      renderPage(<GraphPage engine={engine} />, {
        api: asked,
        at: `/?view=table&pathFrom=${encodeURIComponent(
          DAG_REF,
        )}&pathTo=${encodeURIComponent(ledger)}`,
      });
      expect(
        await screen.findByText('How Orders ETL reaches ledger'),
      ).toBeVisible();
      const steps = screen.getByRole('list', { name: 'Steps' });
      expect(steps).toHaveTextContent(
        /Orders ETL calls payments on 80: allowed, by to-payments.*payments calls ledger on 80: allowed, by to-ledger/,
      );
      const rows = screen.getAllByRole('row');
      expect(rows).toHaveLength(3);
      expect(rows[2]).toHaveTextContent(/payments.*ledger/);
      expect(asked.graph.mock.calls[0][0]).toMatchObject({
        focus: [DAG_REF, SERVICE_REF, ledger],
      });
      await userEvent.click(
        screen.getByRole('button', { name: 'Back to the graph' }),
      );
      await waitFor(() =>
        expect(asked.graph.mock.lastCall?.[0]).toEqual({
          grouping: 'dataDomain',
        }),
      );
    });
  });

  it.each([
    ['Only disagreements', 'edgeState', expect.arrayContaining(['blocked'])],
    ['Refused in the last hour', 'deniedWithin', 1],
  ] as const)(
    'asks for %s with one click, and takes it back',
    async (name, key, value) => {
      const api = withGraph(groupedGraph);
      renderPage(<GraphPage engine={engine} />, { api, at: '/?view=table' });
      const toggle = await screen.findByRole('button', { name });
      expect(toggle).toHaveAttribute('aria-pressed', 'false');
      await userEvent.click(toggle);
      await waitFor(() =>
        expect(api.graph.mock.lastCall?.[0][key]).toEqual(value),
      );
      expect(toggle).toHaveAttribute('aria-pressed', 'true');
      await userEvent.click(toggle);
      await waitFor(() =>
        expect(api.graph.mock.lastCall?.[0]).toEqual({
          grouping: 'dataDomain',
        }),
      );
    },
  );

  it('draws what breaks if a permission goes', async () => {
    const api = fakeApi();
    api.impact.mockResolvedValue({
      nodes: openGraph.nodes,
      edges: [{ ...openGraph.edges[0], change: 'removed' }],
      opens: 0,
      closes: 3,
      breaks: 1,
      hidden: [],
    });
    renderPage(<GraphPage engine={engine} />, {
      api,
      at: '/?view=table&ifRemoved=MeshTrafficPermission/allow-all&inControlPlane=eu&inMesh=default',
    });
    expect(await screen.findByText('If allow-all goes')).toBeVisible();
    expect(
      await screen.findByText(/0 open, 3 close; of those that close, 1/),
    ).toBeVisible();
    expect(api.impact.mock.calls[0][0]).toEqual({
      controlPlane: 'eu',
      mesh: 'default',
      remove: [{ kind: 'MeshTrafficPermission', name: 'allow-all' }],
    });
    expect(
      screen.getByRole('table', { name: 'Graph as a table' }),
    ).toHaveTextContent('removed');
    expect(api.graph).not.toHaveBeenCalled();
  });

  it('flies to what the search finds in the picture', async () => {
    const api = withGraph(groupedGraph);
    const user = userEvent.setup();
    renderPage(<GraphPage engine={engine} />, { api, at: '/?view=table' });
    await screen.findByRole('table', { name: 'Graph as a table' });
    await user.type(
      screen.getByRole('textbox', { name: 'Find in the graph' }),
      'paym',
    );
    await user.click(
      await screen.findByRole('option', { name: /^Payments – group/ }),
    );
    await waitFor(() =>
      expect(screen.getByRole('status')).toHaveTextContent(
        'Selected: Payments',
      ),
    );
  });

  it('focuses on what the search finds outside of the picture', async () => {
    const api = withGraph(groupedGraph);
    const user = userEvent.setup();
    renderPage(<GraphPage engine={engine} />, { api, at: '/?view=table' });
    await screen.findByRole('table', { name: 'Graph as a table' });
    await user.type(
      screen.getByRole('textbox', { name: 'Find in the graph' }),
      'paym',
    );
    await user.click(
      await screen.findByRole('option', {
        name: /payments – service, default, not drawn yet/,
      }),
    );
    await waitFor(() =>
      expect(api.graph.mock.lastCall?.[0].focus).toHaveLength(1),
    );
  });
});
