import { DenialsAnswer } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { screen } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { DAG_REF, SERVICE_REF } from '../__testUtils__/samples';
import { RefusedCalls } from './RefusedCalls';

function show(answer: DenialsAnswer) {
  const api = fakeApi({ denials: jest.fn().mockResolvedValue(answer) });
  renderPage(<RefusedCalls entityRef={SERVICE_REF} />, { api });
  return api;
}

describe('RefusedCalls', () => {
  it('tells how many, and who by which policy', async () => {
    const api = show({
      since: '2026-11-22T00:00:00Z',
      counted: {
        refused: 7.4,
        alsoOf: [{ ref: 'resource:default/twin', name: 'twin' }],
      },
      logged: {
        since: '2026-11-22T21:30:00Z',
        callers: [
          {
            uriSan: 'spiffe://default/workload/orders',
            runsAs: [{ ref: DAG_REF, name: 'Orders ETL' }],
            runsAsTotal: 3,
            policy: 'no-orders',
            count: 5,
            lastDenied: '2026-11-23T00:00:00Z',
          },
        ],
        othersCount: 2,
      },
      notKnown: [],
    });
    expect(
      await screen.findByText(
        /counted 7 refused calls since 2026-11-22 00:00 UTC, whoever called/,
      ),
    ).toHaveTextContent('The same proxies also serve twin');
    expect(
      screen.getByText(
        'Access logs tell who was refused since 2026-11-22 21:30 UTC:',
      ),
    ).toBeVisible();
    const caller = screen.getByTitle('spiffe://default/workload/orders');
    expect(caller).toHaveTextContent(
      /or one of 2 more on its identity: 5 refused calls, by no-orders/,
    );
    expect(
      screen.getByText(/2 refused calls of callers that are no DAG/),
    ).toBeVisible();
    expect(api.denials.mock.calls[0][0]).toBe(SERVICE_REF);
  });

  it('says what nobody can tell', async () => {
    show({
      counted: { refused: 0.3, alsoOf: [] },
      notKnown: ['metrics name no caller'],
    });
    expect(
      await screen.findByText(/counted less than one refused call/),
    ).toBeVisible();
    expect(screen.getByText('Not known: metrics name no caller')).toBeVisible();
    expect(screen.queryByText(/Access logs/)).not.toBeInTheDocument();
  });

  it('says that logs show none', async () => {
    show({ logged: { callers: [], othersCount: 0 }, notKnown: [] });
    expect(
      await screen.findByText('Access logs show no refusal.'),
    ).toBeVisible();
  });
});
