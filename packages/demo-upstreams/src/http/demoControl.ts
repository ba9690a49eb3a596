import { json, Router } from 'express';
import { FaultRule, Faults } from './Faults';
import { reply } from './reply';

/**
 * Lets whoever tries out the demo break an upstream while it runs, and mend it:
 * `POST /__demo/faults` with a rule whose path is a prefix, `DELETE` to mend.
 * Stand-ins listen on loopback only, and so does this.
 */
export function demoControl(faults: Faults): Router {
  const routes = Router();
  routes.post('/__demo/faults', json(), (request, response) => {
    const rule = request.body as FaultRule | undefined;
    if (typeof rule?.path !== 'string' || rule.fault?.kind === undefined) {
      reply(response, {
        status: 400,
        body: { detail: 'Give a path prefix and a fault with its kind.' },
      });
      return;
    }
    faults.add(rule);
    reply(response, { status: 201, body: rule });
  });
  routes.delete('/__demo/faults', (_request, response) => {
    faults.clear();
    reply(response, { status: 200, body: {} });
  });
  return routes;
}
