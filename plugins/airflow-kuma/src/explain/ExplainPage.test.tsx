import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import {
  DAG_REF,
  SERVICE_REF,
  explanation,
  preview,
} from '../__testUtils__/samples';
import { ExplainPage } from './ExplainPage';

const at = `/?source=${encodeURIComponent(
  DAG_REF,
)}&destination=${encodeURIComponent(SERVICE_REF)}&port=8080`;

describe('ExplainPage', () => {
  it('asks for both ends first', async () => {
    const api = fakeApi();
    renderPage(<ExplainPage />, { api });
    expect(await screen.findByText(/Choose a DAG and a service/)).toBeVisible();
    expect(api.explain).not.toHaveBeenCalled();
  });

  it('answers in a sentence, then the chain in order with words', async () => {
    const api = fakeApi();
    renderPage(<ExplainPage />, { api, at });
    expect(
      await screen.findByRole('heading', { name: explanation.sentence }),
    ).toBeVisible();
    expect(api.explain.mock.calls[0][0]).toEqual({
      source: DAG_REF,
      destination: SERVICE_REF,
      port: 8080,
    });
    const chain = screen.getByRole('region', {
      name: 'What decides it, problems first',
    });
    const [first] = within(
      within(chain).getByRole('list', { name: 'What to look at' }),
    ).getAllByRole('listitem');
    expect(first).toHaveTextContent('Problem');
    expect(first).toHaveTextContent('spiffe://default/worker');
    // What is good is folded.
    expect(within(chain).getByText('1 check is good')).toBeVisible();
    expect(
      within(chain).getByRole('list', { name: 'What is good', hidden: true }),
    ).not.toBeVisible();
  });

  it('makes visible that intent and enforcement differ, and that proxies disagree', async () => {
    renderPage(<ExplainPage />, { api: fakeApi(), at });
    expect(
      await screen.findByText('What is written is not what happens'),
    ).toBeVisible();
    expect(
      screen.getByText(/The policies say: allowed. Envoy does: denied/),
    ).toBeVisible();
    expect(
      screen.getByText(/Proxies that carry this port disagree/),
    ).toBeVisible();
  });

  it('offers the request that would change it, and the fix outside', async () => {
    renderPage(<ExplainPage />, { api: fakeApi(), at });
    const button = await screen.findByRole('button', {
      name: 'Request access to payments',
    });
    expect(button).toHaveAttribute(
      'href',
      expect.stringContaining('request-traffic-permission?formData='),
    );
    expect(screen.getByText('Or change allow-report in Git.')).toBeVisible();
  });

  it('offers no request that a guardrail refuses, and says so', async () => {
    const api = fakeApi({
      offers: jest.fn(async pairs =>
        pairs.map(pair => ({ ...pair, refusal: 'Use the replica.' })),
      ),
    });
    renderPage(<ExplainPage />, { api, at });
    expect(
      await screen.findByText('No request helps here. Use the replica.'),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: /^Request access/ }),
    ).toBeNull();
  });

  it('leads to the request that waits, instead of offering another', async () => {
    const api = fakeApi();
    api.explain.mockResolvedValue({ ...explanation, requests: ['r7'] });
    renderPage(<ExplainPage />, { api, at });
    expect(
      await screen.findByRole('button', {
        name: 'Requested already: payments',
      }),
    ).toHaveAttribute('href', '/airflow-kuma/access/requests/r7');
    expect(
      screen.queryByRole('button', { name: /^Request access/ }),
    ).toBeNull();
  });

  it('previews what a request would write, without what the form will ask', async () => {
    const api = fakeApi();
    api.preview.mockResolvedValue({
      ...preview,
      problems: [
        { field: 'reason', message: 'A reason is required' },
        { field: 'destination', message: 'This mesh is read-only' },
      ],
    });
    renderPage(<ExplainPage />, { api, at });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Preview what a request would do',
      }),
    );
    expect(await screen.findByText('This mesh is read-only')).toBeVisible();
    expect(screen.queryByText('A reason is required')).toBeNull();
    expect(screen.getByText('Whole policy as YAML')).toBeVisible();
    expect(api.preview.mock.calls[0][0]).toMatchObject({
      source: { kind: 'dag', ref: DAG_REF },
      destination: { kind: 'service', ref: SERVICE_REF, port: 8080 },
    });
  });

  it('says what became of the certificates', async () => {
    renderPage(<ExplainPage />, { api: fakeApi(), at });
    const history = await screen.findByRole('table', {
      name: 'Certificate history of worker-1',
    });
    expect(history).toHaveTextContent('Expired');
    expect(
      screen.getByText('The proxy was disconnected before it expired.'),
    ).toBeVisible();
  });

  it('finds a DAG by typing and puts it into the question', async () => {
    const api = fakeApi();
    renderPage(<ExplainPage />, {
      api,
      at: `/?destination=${encodeURIComponent(SERVICE_REF)}`,
    });
    await userEvent.type(
      await screen.findByRole('textbox', { name: 'DAG' }),
      'ord',
    );
    await userEvent.click(
      await screen.findByRole('option', { name: /Orders ETL/ }),
    );
    await waitFor(() => expect(api.explain).toHaveBeenCalled());
    expect(api.explain.mock.calls[0][0]).toMatchObject({ source: DAG_REF });
  });
});
