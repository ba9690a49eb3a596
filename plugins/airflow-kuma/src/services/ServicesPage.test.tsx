import { screen } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { ServicesPage } from './ServicesPage';

describe('ServicesPage', () => {
  it('shows services and asks for what the address says', async () => {
    const api = fakeApi();
    renderPage(<ServicesPage />, { api, at: '/?mesh=default&state=offline' });
    const row = await screen.findByRole('row', { name: /payments/ });
    expect(row).toHaveTextContent('eu / default');
    expect(row).toHaveTextContent('8080/http');
    expect(row).toHaveTextContent('1 of 2 online');
    expect(row).toHaveTextContent('Expired');
    expect(row).toHaveTextContent('1 blocked');
    expect(api.services.mock.calls[0][0]).toMatchObject({
      mesh: ['default'],
      state: ['offline'],
    });
  });
});
