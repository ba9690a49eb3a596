import { screen, within } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { sharedEdge } from '../__testUtils__/graphSamples';
import { renderPage } from '../__testUtils__/renderPage';
import { DAG_REF, SERVICE_REF, dagDetails } from '../__testUtils__/samples';
import { DagContent } from './DagContent';

describe('DagContent', () => {
  it('shows what a person needs to know about a DAG', async () => {
    renderPage(<DagContent entityRef={DAG_REF} />, { api: fakeApi() });
    const runs = await screen.findByRole('table', { name: 'Last runs' });
    expect(runs).toHaveTextContent('dana (manual, by rest api)');
    expect(runs).toHaveTextContent('1 min');
    expect(runs).toHaveTextContent('charge: refused (403)');
    expect(runs).toHaveTextContent('report: TLS error');
    expect(
      within(runs).getByRole('button', {
        name: 'Explain the failure of charge in manual__1',
      }),
    ).toHaveAttribute(
      'href',
      expect.stringContaining(encodeURIComponent(SERVICE_REF)),
    );
    expect(
      within(runs).queryByRole('button', { name: /failure of report/ }),
    ).toBeNull();
    expect(screen.getByRole('table', { name: 'Tasks' })).toHaveTextContent(
      'charge (mapped)',
    );
    expect(
      screen.getByRole('link', { name: /Open in Airflow/ }),
    ).toHaveAttribute('href', 'https://airflow.example.com/dags/orders_etl');
    expect(screen.getByText('spiffe://default/worker')).toBeVisible();
    expect(screen.getByText(/2 DAGs that you may not see/)).toBeVisible();
    expect(screen.getByRole('table', { name: 'Other DAGs' })).toHaveTextContent(
      's3://orders',
    );
  });

  it('counts one DAG that nobody may name as one', async () => {
    const [identity] = dagDetails.identities;
    const identities = [{ ...identity, sharedBy: 2, sharedWith: [] }];
    const dag = jest.fn().mockResolvedValue({ ...dagDetails, identities });
    renderPage(<DagContent entityRef={DAG_REF} />, { api: fakeApi({ dag }) });
    expect(await screen.findByText('1 DAG that you may not see')).toBeVisible();
  });

  it('shows calls of its identity that could be of others', async () => {
    const [own] = dagDetails.edges;
    const api = fakeApi({
      dag: jest.fn().mockResolvedValue({
        ...dagDetails,
        edges: [{ ...sharedEdge, serviceSummary: own.serviceSummary }],
      }),
    });
    renderPage(<DagContent entityRef={DAG_REF} />, { api });
    const services = await screen.findByRole('table', {
      name: 'Services of this DAG',
    });
    expect(services).toHaveTextContent(
      'called from the identity pool, counted once: could be of this DAG or 13 others',
    );
    expect(services).toHaveTextContent('Undeclared');
  });

  it('shows upstream text as text, never as markup', async () => {
    const { container } = renderPage(<DagContent entityRef={DAG_REF} />, {
      api: fakeApi(),
    });
    expect(
      await screen.findByText('ModuleNotFoundError: <b>pandas</b>'),
    ).toBeVisible();
    expect(container.querySelector('pre b')).toBeNull();
  });

  it('offers to request what is denied, prefilled, and to explain it', async () => {
    renderPage(<DagContent entityRef={DAG_REF} />, { api: fakeApi() });
    const services = await screen.findByRole('table', {
      name: 'Services of this DAG',
    });
    expect(services).toHaveTextContent('Needs permission');
    const link = await within(services).findByRole('button', {
      name: 'Request access to payments',
    });
    const url = new URL(link.getAttribute('href')!, 'http://x');
    expect(url.pathname).toBe(
      '/create/templates/default/request-traffic-permission',
    );
    expect(JSON.parse(url.searchParams.get('formData')!)).toMatchObject({
      source: DAG_REF,
    });
    expect(
      within(services).getByRole('button', { name: 'Explain payments' }),
    ).toHaveAttribute(
      'href',
      expect.stringContaining(encodeURIComponent(SERVICE_REF)),
    );
  });

  it('says which source is stale and since when', async () => {
    renderPage(<DagContent entityRef={DAG_REF} />, { api: fakeApi() });
    expect(await screen.findByText(/Kuma eu cannot be read now/)).toBeVisible();
  });

  it('tells how to declare a service where there is none', async () => {
    const api = fakeApi({
      dag: jest
        .fn()
        .mockResolvedValue({ ...dagDetails, edges: [], identities: [] }),
    });
    renderPage(<DagContent entityRef={DAG_REF} />, { api });
    expect(
      await screen.findByText(/add an inlet x-mesh-service/),
    ).toBeVisible();
    expect(
      screen.getByText(/No rule under airflowKuma.identities/),
    ).toBeVisible();
  });
});
