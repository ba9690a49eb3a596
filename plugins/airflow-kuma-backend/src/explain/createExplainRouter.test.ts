import request from 'supertest';
import {
  FakeInventory,
  noGrants,
  seesAllBut,
} from '../graph/__testUtils__/FakeInventory';
import { dag, runsAs, service } from '../graph/__testUtils__/facts';
import { meshSnapshot } from '../graph/__testUtils__/resources';
import { serveRouter, testCallers } from '../graph/__testUtils__/serveRouter';
import { FactsReader } from '../graph/facts/FactsReader';
import { createExplainRouter } from './createExplainRouter';
import { Explainer } from './Explainer';

const orders = dag('orders');
const payments = service('payments');

function ask(query: string, hidden: string[] = []) {
  const inventory = new FakeInventory();
  inventory.dagFacts = [orders];
  inventory.serviceFacts = [payments];
  inventory.snapshot = meshSnapshot({});
  const identify = () => new Map([[orders.ref, runsAs('orders')]]);
  const reader = new FactsReader({ inventory, grants: noGrants, identify });
  const app = serveRouter(
    createExplainRouter({
      explainer: new Explainer({ inventory, reader, identify }),
      callers: testCallers({ visible: () => seesAllBut(...hidden) }),
    }),
  );
  return request(app).get(`/explain?${query}`);
}
const both = `source=${orders.ref}&destination=${payments.ref}`;

describe('GET /explain', () => {
  it('explains', async () => {
    const { status, body } = await ask(both);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      source: { ref: orders.ref },
      destination: { ref: payments.ref, port: 80 },
      chain: expect.arrayContaining([
        expect.objectContaining({ id: 'deciding-rule' }),
      ]),
    });
  });

  it.each([orders.ref, payments.ref])(
    'answers like for nothing when the caller may not see %s',
    async hidden => {
      const absent = await ask(both.replace(hidden, 'resource:default/nope'), [
        'resource:default/nope',
      ]);
      const refused = await ask(both, [hidden]);
      expect(refused.status).toBe(404);
      expect(refused.body.error.message).toBe(
        absent.body.error.message.replace('resource:default/nope', hidden),
      );
    },
  );

  it.each([
    ['source=a', 400],
    [`${both}&port=0`, 400],
    [`${both}&port=81`, 400],
    [`source=${payments.ref}&destination=${orders.ref}`, 404],
  ])('refuses %s with %d', async (query, expected) => {
    expect((await ask(query)).status).toBe(expected);
  });
});
