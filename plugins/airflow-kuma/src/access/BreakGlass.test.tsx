import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { accessOptions, fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { preview } from '../__testUtils__/samples';
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
    const button = screen.getByRole('button', { name: 'Break the glass…' });
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
    // Who else gains is read before anything is opened.
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('3 more would gain access')).toBeVisible();
    expect(api.createRequest).not.toHaveBeenCalled();
    await user.click(
      dialog.getByRole('button', {
        name: 'Break the glass, for 3 more as well',
      }),
    );
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

  it('opens nothing that would be refused, and says why', async () => {
    const api = fakeApi({
      accessOptions: jest.fn().mockResolvedValue({
        ...accessOptions,
        breakGlass: { enabled: true, maxDuration: 'PT4H' },
      }),
      preview: jest.fn().mockResolvedValue({
        ...preview,
        alsoGains: [],
        problems: [{ message: 'Only group:default/data may break the glass' }],
      }),
    });
    const user = userEvent.setup();
    renderPage(element, { api });
    await user.click(await screen.findByText('Emergency: break the glass'));
    await user.type(
      screen.getByRole('textbox', { name: 'What is the emergency?' }),
      'Everything is down',
    );
    await user.click(screen.getByRole('button', { name: 'Break the glass…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText(/may break the glass/)).toBeVisible();
    expect(
      dialog.getByRole('button', { name: 'Break the glass' }),
    ).toBeDisabled();
    await user.click(dialog.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});
