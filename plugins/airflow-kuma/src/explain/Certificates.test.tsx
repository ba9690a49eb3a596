import { CertificateHistory } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { render, screen } from '@testing-library/react';
import { Certificates } from './Certificates';

const history = (
  proxy: string,
  state: CertificateHistory['state'],
  cause?: string,
): CertificateHistory => ({ proxy, side: 'source', state, events: [], cause });

describe('Certificates', () => {
  it('shows what has expired and folds what is valid', () => {
    render(
      <Certificates
        histories={[
          history('worker-1', 'expired', 'Nothing renewed it.'),
          history('worker-2', 'valid'),
        ]}
      />,
    );
    expect(screen.getByText('Nothing renewed it.')).toBeVisible();
    expect(screen.getByText('1 certificate is valid')).toBeVisible();
    expect(screen.getByText(/worker-2/)).not.toBeVisible();
  });

  it('folds nothing where all is valid', () => {
    render(
      <Certificates
        histories={[history('a', 'valid'), history('b', 'valid')]}
      />,
    );
    expect(screen.getByText('2 certificates are valid')).toBeVisible();
    expect(screen.getByText('Caller: a')).toBeVisible();
  });
});
