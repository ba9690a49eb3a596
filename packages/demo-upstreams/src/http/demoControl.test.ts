import express from 'express';
import { startServer } from './startServer';

describe('demoControl', () => {
  it('breaks a running stand-in and mends it', async () => {
    const routes = express.Router();
    routes.get('/list', (_request, response) => response.json([]));
    const server = await startServer({ routes });
    const control = `${server.url}/__demo/faults`;
    try {
      const added = await fetch(control, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          path: '/',
          fault: { kind: 'status', status: 503 },
        }),
      });
      expect(added.status).toBe(201);
      expect((await fetch(`${server.url}/list`)).status).toBe(503);
      expect((await fetch(control, { method: 'DELETE' })).status).toBe(200);
      expect((await fetch(`${server.url}/list`)).status).toBe(200);
      // What people do to the demo is no request of the portal.
      expect(server.requests.count(/__demo/)).toBe(0);
    } finally {
      await server.stop();
    }
  });

  it('refuses a rule that would strike nothing', async () => {
    const server = await startServer({ routes: express.Router() });
    try {
      const refused = await fetch(`${server.url}/__demo/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      expect(refused.status).toBe(400);
    } finally {
      await server.stop();
    }
  });
});
