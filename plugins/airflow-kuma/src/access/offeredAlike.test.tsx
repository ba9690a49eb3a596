import {
  AccessPair,
  GraphAnswer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { screen } from '@testing-library/react';
import { ReactElement } from 'react';
import { DagContent } from '../dags/DagContent';
import { ExplainPage } from '../explain/ExplainPage';
import { EdgePanel } from '../graph/panel/EdgePanel';
import { PanelActions } from '../graph/panel/SidePanel';
import { ServiceContent } from '../services/ServiceContent';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { DAG_REF, edge, SERVICE_REF } from '../__testUtils__/samples';

const line = {
  id: 'e1',
  source: DAG_REF,
  target: SERVICE_REF,
  total: 1,
  counts: {},
  edge: { ...edge, dag: DAG_REF, service: SERVICE_REF },
};

/** Where a request for one pair is offered. */
const PLACES: [string, ReactElement][] = [
  ['the DAG', <DagContent entityRef={DAG_REF} />],
  ['the service', <ServiceContent entityRef={SERVICE_REF} />],
  ['Explain', <ExplainPage />],
  [
    "the graph's panel",
    <EdgePanel
      {...({ onSelect: () => {} } as unknown as PanelActions)}
      edge={line as GraphAnswer['edges'][number]}
      answer={{ nodes: [] } as unknown as GraphAnswer}
    />,
  ],
];

const at = `/?source=${encodeURIComponent(
  DAG_REF,
)}&destination=${encodeURIComponent(SERVICE_REF)}&port=8080`;

const show = (element: ReactElement, known: object) =>
  renderPage(element, {
    at,
    api: fakeApi({
      offers: jest.fn(async (pairs: AccessPair[]) =>
        pairs.map(pair => ({ ...pair, ...known })),
      ),
    }),
  });

describe('a request for a pair', () => {
  it.each(PLACES)(
    'that came to nothing is asked for again, prefilled, from %s',
    async (_place, element) => {
      const last = {
        id: 'r1',
        state: 'denied',
        reason: 'Nightly report',
        duration: 'P3D',
      };
      show(element, { last });
      const again = await screen.findByRole('button', {
        name: /^Ask again to/,
      });
      const url = new URL(again.getAttribute('href')!, 'http://x');
      expect(JSON.parse(url.searchParams.get('formData')!)).toMatchObject({
        source: DAG_REF,
        destination: { ref: SERVICE_REF },
        reason: 'Nightly report',
        duration: 'P3D',
      });
    },
  );

  it.each(PLACES)(
    'that is open stands where another would be offered, on %s',
    async (_place, element) => {
      show(element, { open: { id: 'r9', state: 'pending' } });
      expect(
        await screen.findByRole('button', { name: /^Requested already/ }),
      ).toHaveAttribute('href', '/airflow-kuma/access/requests/r9');
    },
  );

  it.each(PLACES)(
    'that is granted stands there as granted, on %s',
    async (_place, element) => {
      show(element, { open: { id: 'r9', state: 'applying' } });
      expect(
        await screen.findByRole('button', { name: /^Granted already/ }),
      ).toHaveAttribute('href', '/airflow-kuma/access/requests/r9');
    },
  );
});
