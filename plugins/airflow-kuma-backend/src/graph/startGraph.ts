import { LoggerService } from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';
import {
  createExplainRouter,
  ExplainedObstacles,
  Explainer,
  KumaLayoutReader,
} from '../explain';
import { startObserved } from '../observed';
import { readOrDefault } from '../readOrDefault';
import { RoomContext } from '../RoomContext';
import { DeclaredReader } from './declared/DeclaredReader';
import { DefaultEdgeReader } from './DefaultEdgeReader';
import { FactsReader, IdentifyDags } from './facts/FactsReader';
import { identifyDags } from './facts/identifyDags';
import { readIdentityRules } from './facts/readIdentityRules';
import { GrantReader } from './GrantReader';
import { dagsOnIdentity, DagsOnIdentityQuery } from './queries/dagsOnIdentity';
import { CallerReader } from './routes/CallerReader';
import { createGraphRouter } from './routes/createGraphRouter';
import { createQueryRouter } from './routes/createQueryRouter';

/** Reads what is stored once beforehand, so that who comes first waits less. */
function warmUp(edges: DefaultEdgeReader, logger: LoggerService) {
  edges
    .edgeSet()
    .catch(error => logger.debug(`The graph was not warmed: ${error.message}`));
}

/** Builds the graph room: what other rooms ask, and a router to mount. */
export async function startGraph(context: RoomContext, grants: GrantReader) {
  const { config, inventory, logger } = context;
  const report = (message: string) => logger.warn(message);
  const rules = readIdentityRules(config, report);
  const text = (key: string) =>
    readOrDefault<string | undefined>(
      key,
      undefined,
      () => config.getOptionalString(key),
      report,
    );
  const identify: IdentifyDags = (dags, proxies) =>
    identifyDags(rules, dags, proxies);
  const observed = await startObserved(context);
  const defaultMesh = text('airflowKuma.dependencies.defaultMesh');
  const reader = new FactsReader({
    inventory,
    observations: observed.observations,
    grants,
    identify,
    defaultMesh,
    traceUrl: text('airflowKuma.observed.traceUrl'),
  });
  const edges = new DefaultEdgeReader(reader);
  const declared = new DeclaredReader({ inventory, identify, defaultMesh });
  context.lifecycle.addStartupHook(() => warmUp(edges, logger));
  const callers = new CallerReader(context);
  const explainer = new Explainer({ inventory, reader, identify });
  const asking = new Explainer({
    inventory,
    reader,
    identify,
    layouts: KumaLayoutReader.fromConfig(config),
  });
  const router = Router();
  router.use(observed.router);
  const stop = new AbortController();
  context.lifecycle.addShutdownHook(() => stop.abort());
  router.use(createGraphRouter({ edges, callers, signal: stop.signal }));
  router.use(createQueryRouter({ edges, inventory, callers }));
  router.use(createExplainRouter({ explainer: asking, callers }));
  const obstacles = new ExplainedObstacles(explainer);
  return {
    edges,
    declared,
    obstacles,
    dagsOnIdentity: (query: DagsOnIdentityQuery) =>
      dagsOnIdentity({ inventory, identify }, query),
    router,
  };
}
