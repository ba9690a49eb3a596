import { RoomContext } from '../RoomContext';
import { DefaultEdgeReader } from './DefaultEdgeReader';
import { FactsReader } from './facts/FactsReader';
import { identifyDags } from './facts/identifyDags';
import { readIdentityRules } from './facts/readIdentityRules';
import { GrantReader } from './GrantReader';
import { CallerReader } from './routes/CallerReader';
import { createGraphRouter } from './routes/createGraphRouter';

/** Builds the graph room: the edges for other rooms, and a router to mount. */
export function startGraph(context: RoomContext, grants: GrantReader) {
  const { config, inventory, logger } = context;
  const rules = readIdentityRules(config, message => logger.warn(message));
  const edges = new DefaultEdgeReader(
    new FactsReader({
      inventory,
      grants,
      identify: (dags, proxies) => identifyDags(rules, dags, proxies),
      defaultMesh: config.getOptionalString(
        'airflowKuma.dependencies.defaultMesh',
      ),
    }),
  );
  const callers = new CallerReader(context);
  return { edges, router: createGraphRouter({ edges, callers }) };
}
