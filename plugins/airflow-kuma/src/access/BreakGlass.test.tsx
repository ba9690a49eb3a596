import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { accessOptions, fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { BreakGlass } from './BreakGlass';

const element = (
  <>
    <p>here</p>
    <BreakGlass
      source="component:default/a"
      destination="resource:default/b"
      port={80}
    />
  </>
);

describe('BreakGlass', () => {
  it('is not drawn where config does not enable it', async () => {
    renderPage(element, { api: fakeApi() });
    await screen.findByText('here');
    expect(screen.queryByText(/break the glass/)).toBeNull();
  });

  it('asks for a reason and creates the request', async () => {
    const api = fakeApi({
      accessOptions: jest.fn().mockResolvedValue({
        ...accessOptions,
        breakGlass: { enabled: true, maxDuration: 'PT4H' },
      }),
    });
    const user = userEvent.setup();
    renderPage(element, { api });
    await user.click(await screen.findByText('Emergency: break the glass'));
    const button = screen.getByRole('button', { name: 'Break the glass' });
    expect(
      screen.getByText(/for 4 hours, without approval/),
    ).toBeInTheDocument();
    await user.type(
      screen.getByRole('textbox', { name: 'What is the emergency?' }),
      'short',
    );
    expect(button).toBeDisabled();
    await user.type(
      screen.getByRole('textbox', { name: 'What is the emergency?' }),
      ' no longer',
    );
    await user.click(button);
    await waitFor(() =>
      expect(api.createRequest).toHaveBeenCalledWith({
        source: { kind: 'dag', ref: 'component:default/a' },
        destination: { kind: 'service', ref: 'resource:default/b', port: 80 },
        reason: 'short no longer',
        duration: 'PT4H',
        breakGlass: true,
      }),
    );
  });
});
