import { screen } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { AuditPage } from './AuditPage';

// Apart from the other tests of the page: what one may is remembered.
describe('AuditPage without the permission', () => {
  it('says to who may not read it what to ask for, and asks for nothing', async () => {
    const api = fakeApi();
    renderPage(<AuditPage />, { api, denyAll: true });
    expect(
      await screen.findByText('You may not read the audit trail'),
    ).toBeVisible();
    expect(screen.getByText('airflowKuma.audit.read')).toBeVisible();
    expect(screen.getByRole('link', { name: 'your requests' })).toHaveAttribute(
      'href',
      '/airflow-kuma/access?view=mine',
    );
    expect(api.audit).not.toHaveBeenCalled();
    expect(api.auditState).not.toHaveBeenCalled();
  });
});
