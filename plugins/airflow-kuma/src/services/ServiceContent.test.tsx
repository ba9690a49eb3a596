import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { sharedEdge } from '../__testUtils__/graphSamples';
import { DAG_REF, SERVICE_REF, serviceDetails } from '../__testUtils__/samples';
import { ServiceContent } from './ServiceContent';

describe('ServiceContent', () => {
  it('shows mesh, proxies, certificates and DAGs of a service', async () => {
    renderPage(<ServiceContent entityRef={SERVICE_REF} />, { api: fakeApi() });
    const proxies = await screen.findByRole('table', { name: 'Proxies' });
    expect(proxies).toHaveTextContent('Offline');
    expect(proxies).toHaveTextContent('9 of 10 accepted, 1 refused');
    expect(proxies).toHaveTextContent('Expired');
    expect(screen.getByText('MeshIdentity, strict')).toBeVisible();
    expect(screen.getByText('1 of 2 online')).toBeVisible();
    expect(
      screen.getByRole('table', { name: 'DAGs of this service' }),
    ).toHaveTextContent('Orders ETL');
    expect(
      screen.getByText('7 more DAGs may call it without declaring it'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /Open in Kuma GUI/ }),
    ).toHaveAttribute('href', 'https://kuma.example.com/gui');
  });

  it('shows the YAML of a permission on demand', async () => {
    renderPage(<ServiceContent entityRef={SERVICE_REF} />, { api: fakeApi() });
    await userEvent.click(
      await screen.findByRole('button', { name: /allow-report/ }),
    );
    const yaml = await screen.findByRole('region', {
      name: 'YAML of allow-report',
    });
    await waitFor(() =>
      expect(yaml).toHaveTextContent('type: MeshTrafficPermission'),
    );
  });

  it('says that a mesh without mTLS enforces nothing, and that one is read-only', async () => {
    const api = fakeApi({
      service: jest.fn().mockResolvedValue({
        ...serviceDetails,
        permissions: [],
        mesh: { ...serviceDetails.mesh, mtls: 'off', writable: false },
        enforcement: {
          state: 'not-enforced',
          withoutPermission: 'It passes, like every call. No mTLS.',
          withPermission: 'It passes.',
          advice: 'Turn mTLS on.',
        },
      }),
    });
    renderPage(<ServiceContent entityRef={SERVICE_REF} />, { api });
    expect(
      await screen.findByText('Permissions are not enforced here'),
    ).toBeVisible();
    // It would be refused: a permission changes nothing here.
    const facts = within(screen.getByRole('region', { name: 'Kuma' }));
    expect(facts.queryByText('Request access')).not.toBeInTheDocument();
    expect(screen.getByText('Applied through Git or kubectl')).toBeVisible();
    // Never that every call is denied.
    expect(
      screen.getByText(
        'No permission selects it. A call now: It passes, like every call. No mTLS.',
      ),
    ).toBeVisible();
    expect(screen.getByText(/Turn mTLS on/)).toBeVisible();
  });

  it('names an identity, and the DAGs that its calls could be of', async () => {
    const api = fakeApi({
      service: jest.fn().mockResolvedValue({
        ...serviceDetails,
        edges: [
          {
            ...sharedEdge,
            dags: [{ ref: DAG_REF, name: 'Orders ETL', instance: 'prod' }],
          },
        ],
      }),
    });
    renderPage(<ServiceContent entityRef={SERVICE_REF} />, { api });
    const table = await screen.findByRole('table', {
      name: 'DAGs of this service',
    });
    expect(table).toHaveTextContent('poolcould be Orders ETL or 13 other DAGs');
    expect(table).toHaveTextContent('87 % errors');
  });

  it('names everybody who may call it, DAGs or not', async () => {
    const api = fakeApi({
      service: jest.fn().mockResolvedValue({
        ...serviceDetails,
        mayCall: {
          ...serviceDetails.mayCall,
          everybody: true,
          withoutCertificate: true,
        },
      }),
    });
    renderPage(<ServiceContent entityRef={SERVICE_REF} />, { api });
    expect(
      await screen.findByText('spiffe://default/workload/checkout'),
    ).toBeVisible();
    expect(screen.getByText('Anyone without a certificate')).toBeVisible();
    expect(screen.getByText('Everybody in the mesh')).toBeVisible();
  });

  it('never calls a certificate expired whose issuer reports no expiry', async () => {
    const api = fakeApi({
      service: jest.fn().mockResolvedValue({
        ...serviceDetails,
        proxies: [
          { ...serviceDetails.proxies[0], certificate: { issuer: 'spire' } },
        ],
      }),
    });
    renderPage(<ServiceContent entityRef={SERVICE_REF} />, { api });
    const proxies = await screen.findByRole('table', { name: 'Proxies' });
    expect(proxies).toHaveTextContent('Not reported');
    expect(proxies).not.toHaveTextContent('Expired');
  });
});
