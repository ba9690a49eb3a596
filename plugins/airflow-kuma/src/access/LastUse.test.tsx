import { render, screen } from '@testing-library/react';
import { LastUse } from './LastUse';

describe('LastUse', () => {
  const activeSince = '2026-11-26T12:00:00.000Z';

  it.each([
    ['it never took effect', {}, '–'],
    ['nobody has looked yet', { activeSince }, 'Not looked for yet'],
    ['nothing was seen', { activeSince, useKnown: true }, 'Not seen'],
    [
      'nothing could be seen',
      { activeSince, useKnown: false },
      'No telemetry covers it',
    ],
  ])('tells that %s', (_name, request, text) => {
    render(<LastUse request={request} />);
    expect(screen.getByText(text)).toBeInTheDocument();
  });
});
