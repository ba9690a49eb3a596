import { screen, waitFor } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { RequestAccessButton } from './RequestAccessButton';

// One test a file: the permission hook keeps answers for the life of a module.
describe('RequestAccessButton', () => {
  it('is not drawn for people who may not ask', async () => {
    renderPage(
      <>
        <p>here</p>
        <RequestAccessButton source="component:default/a" />
      </>,
      { api: fakeApi(), denyAll: true },
    );
    await screen.findByText('here');
    await waitFor(() => expect(screen.queryByRole('button')).toBeNull());
  });
});
