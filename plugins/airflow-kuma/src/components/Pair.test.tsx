import { render, screen } from '@testing-library/react';
import { Pair } from './Pair';

describe('Pair', () => {
  it('reads as text does, whatever is drawn', () => {
    render(
      <a href="/x">
        <Pair text="Orders ETL → payments:80" />
      </a>,
    );
    expect(
      screen.getByRole('link', { name: 'Orders ETL → payments:80' }),
    ).toHaveTextContent('Orders ETL → payments:80');
  });

  it('leaves other text alone', () => {
    render(<Pair text="Timeline" />);
    expect(screen.getByText('Timeline')).toBeVisible();
  });
});
