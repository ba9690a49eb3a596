import { screen, waitFor } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import {
  DAG_REF,
  SERVICE_REF,
  dagDetails,
  serviceDetails,
} from '../__testUtils__/samples';
import { ExplainTab } from './ExplainTab';

const REFUSED = 'resource:default/eu.default.refused';
const [edge] = dagDetails.edges;

describe('ExplainTab', () => {
  it("opens on the DAG's service that is refused", async () => {
    const api = fakeApi({
      dag: jest.fn().mockResolvedValue({
        ...dagDetails,
        edges: [
          { ...edge, state: 'aligned' },
          { ...edge, state: 'blocked', service: undefined },
          { ...edge, state: 'blocked', service: REFUSED },
          { ...edge, state: 'unknown' },
        ],
      }),
    });
    renderPage(<ExplainTab entityRef={DAG_REF} side="source" />, { api });
    await waitFor(() =>
      expect(api.explain).toHaveBeenCalledWith(
        expect.objectContaining({ source: DAG_REF, destination: REFUSED }),
        expect.anything(),
      ),
    );
  });

  it('keeps to what the address names', async () => {
    const api = fakeApi();
    renderPage(<ExplainTab entityRef={DAG_REF} side="source" />, {
      api,
      at: `/?destination=${SERVICE_REF}&port=8080`,
    });
    await waitFor(() =>
      expect(api.explain).toHaveBeenCalledWith(
        { source: DAG_REF, destination: SERVICE_REF, port: 8080 },
        expect.anything(),
      ),
    );
    expect(api.explain).toHaveBeenCalledTimes(1);
  });

  it('asks for the other end where there is no edge', async () => {
    const api = fakeApi({
      service: jest.fn().mockResolvedValue({ ...serviceDetails, edges: [] }),
    });
    renderPage(<ExplainTab entityRef={SERVICE_REF} side="destination" />, {
      api,
    });
    expect(
      await screen.findByText('Choose the DAG that calls this service.'),
    ).toBeVisible();
    expect(api.explain).not.toHaveBeenCalled();
  });
});
