import { GraphAnswer } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { screen } from '@testing-library/react';
import { fakeApi } from '../../__testUtils__/FakeApi';
import { renderPage } from '../../__testUtils__/renderPage';
import { NodePanel } from './NodePanel';

describe('NodePanel', () => {
  it('names the owner as a link does, and prints no ref', async () => {
    const owner = 'group:default/payments';
    const group = { id: 'g', kind: 'group', label: 'Shop', facts: { owner } };
    renderPage(
      <NodePanel
        node={group as GraphAnswer['nodes'][number]}
        answer={{ nodes: [group], edges: [], groups: [] } as never}
        onSelect={jest.fn()}
        onFocus={jest.fn()}
        onToggleGroup={jest.fn()}
        onShowMore={jest.fn()}
      />,
      { api: fakeApi() },
    );
    expect(await screen.findByRole('link', { name: /payments/ })).toBeVisible();
    expect(screen.queryByText(owner)).not.toBeInTheDocument();
  });
});
