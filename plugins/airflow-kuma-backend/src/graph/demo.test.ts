import {
  EDGE_STATES,
  EdgeState,
  GraphAnswer,
  GraphEdge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { startDemo, until } from '../__testUtils__/startDemo';

jest.setTimeout(240_000);

/** The demo company through the whole backend: read, judged, observed, drawn, explained. */
describe('the graph of the demo company', () => {
  let demo: Awaited<ReturnType<typeof startDemo>>;

  beforeAll(async () => {
    demo = await startDemo();
  });

  afterAll(async () => {
    await demo?.stop();
  });

  it('holds every state of an edge, and each explains itself', async () => {
    const answer: GraphAnswer = await until(
      () => demo.get('graph?grouping=none&limit=1000'),
      ({ totals }) => EDGE_STATES.every(state => totals?.states[state]),
    );
    const missing = EDGE_STATES.filter(state => !answer.totals.states[state]);
    expect(missing).toEqual([]);

    const edgeIn = (state: EdgeState): GraphEdge =>
      answer.edges.find(
        ({ edge }) => edge?.state === state && edge.service !== undefined,
      )!;
    for (const state of EDGE_STATES) {
      const { edge } = edgeIn(state);
      const explanation = await demo.get(
        `explain?source=${edge?.dag}&destination=${edge?.service}`,
      );
      expect([state, explanation.sentence]).toEqual([
        state,
        expect.stringMatching(/^.+ (may|can|may not|may or may not) .+/),
      ]);
      expect(explanation.chain).toHaveLength(18);
    }
    const { edge: blocked } = edgeIn('blocked');
    expect(blocked?.observed.evidence).toContainEqual(
      expect.objectContaining({ source: 'access-log' }),
    );
    const seen = answer.edges.filter(({ edge }) => edge?.observed.rate);
    expect(seen.length).toBeGreaterThan(0);
  });
});
