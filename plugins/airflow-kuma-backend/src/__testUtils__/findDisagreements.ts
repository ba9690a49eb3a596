import {
  DagDetails,
  DagRow,
  Edge,
  EDGE_STATES,
  edgeDags,
  Explanation,
  FilterValues,
  GraphAnswer,
  Page,
  ReachAnswer,
  ServiceDetails,
  ServiceRow,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import isEqual from 'lodash/isEqual';
import { comparePictures } from './comparePictures';
import {
  addedUp,
  Agree,
  Ask,
  edgesOf,
  nodeOf,
  PageCounts,
  statesOf,
  sumOf,
  World,
} from './world';

/** One question, and what each place that answers it said. */
export type Disagreement = { about: string; said: Record<string, unknown> };

const ALL = 'limit=1000&grouping=none';

/**
 * Walks a world through all routes that count or name something, and gives
 * back where two of them say something else about one thing.
 */
export function findDisagreements(
  ask: Ask,
  page: PageCounts,
): Promise<Disagreement[]> {
  return agreeing(agree => walkWorld(ask, page, agree));
}

async function walkWorld(
  ask: Ask,
  page: PageCounts,
  agree: Agree,
): Promise<void> {
  const world = await readWorld(ask);
  compareTotals(world, agree);
  for (const dag of world.dags) await compareDag(dag, world, ask, page, agree);
  let permittedOnly = 0;
  for (const service of world.services) {
    permittedOnly += await compareService(service, world, ask, page, agree);
  }
  agree('how many pairs are merely permitted', {
    'what reaches each service': permittedOnly,
    graph: (await ask(`graph?${ALL}`)).permittedOnly,
  });
  await comparePictures(world, ask, page, agree);
  await compareFilters(world, ask, agree);
}

/** Where a walk found that two places say something else about one thing. */
export async function agreeing(
  walk: (agree: Agree) => Promise<void>,
): Promise<Disagreement[]> {
  const found: Disagreement[] = [];
  await walk((about, said) => {
    const [first, ...others] = Object.values(said);
    if (!others.every(other => isEqual(plainOf(other), plainOf(first)))) {
      found.push({ about, said });
    }
  });
  return found;
}

async function readWorld(ask: Ask): Promise<World> {
  const graph: GraphAnswer = await ask(`graph?${ALL}`);
  return {
    graph,
    edges: graph.edges.flatMap(({ edge }) => edge ?? []),
    dags: await allRows<DagRow>(ask, 'dags'),
    services: await allRows<ServiceRow>(ask, 'services'),
  };
}

async function allRows<T>(ask: Ask, path: string): Promise<T[]> {
  const rows: T[] = [];
  for (;;) {
    const query = `offset=${rows.length}&limit=200`;
    const { items, total }: Page<T> = await ask(`${path}?${query}`);
    rows.push(...items);
    if (rows.length >= total || items.length === 0) return rows;
  }
}

function compareTotals({ graph, edges, dags, services }: World, agree: Agree) {
  const { totals } = graph;
  agree('how many DAGs there are', { table: dags.length, graph: totals.dags });
  agree('how many services there are', {
    table: services.length,
    graph: totals.services,
  });
  agree('how many dependencies there are', {
    graph: totals.edges,
    lines: edges.length,
    states: sumOf(totals.states),
    'DAG table, and what could be of several':
      dags.reduce((sum, row) => sum + sumOf(row.edges), 0) +
      edges.filter(({ caller }) => caller).length,
    'service table, and what resolves to none':
      services.reduce((sum, row) => sum + sumOf(row.edges), 0) +
      edges.filter(({ service }) => !service).length,
  });
  agree('the states of all dependencies', {
    graph: totals.states,
    lines: statesOf(edges),
    'DAG table, and what could be of several': addedUp([
      ...dags.map(row => row.edges),
      statesOf(edges.filter(({ caller }) => caller)),
    ]),
  });
}

async function compareDag(
  row: DagRow,
  { graph, edges }: World,
  ask: Ask,
  page: PageCounts,
  agree: Agree,
) {
  const { ref } = row;
  const details: DagDetails = await ask(`dag?ref=${encodeURIComponent(ref)}`);
  const around: GraphAnswer = await ask(
    `graph?${ALL}&focus=${encodeURIComponent(ref)}`,
  );
  const own = edges.filter(({ dag }) => dag === ref);
  const onPage = details.edges.filter(({ dag }) => dag === ref);
  agree(`the states of ${ref}`, {
    table: row.edges,
    graph: statesOf(own),
    page: statesOf(onPage),
    card: page.countStates(onPage),
    'graph around it': statesOf(edgesOf(around).filter(at => at.dag === ref)),
  });
  const couldBe = (of: Edge[]) =>
    of.filter(at => at.caller && edgeDags(at).includes(ref));
  agree(`the states of what could be of ${ref}`, {
    graph: statesOf(couldBe(edges)),
    page: statesOf(couldBe(details.edges)),
    'graph around it': statesOf(couldBe(edgesOf(around))),
  });
  agree(`the worst state of ${ref}`, {
    table: row.worst,
    graph: nodeOf(graph, ref)?.worst,
    'graph around it': nodeOf(around, ref)?.worst,
  });
  agree(`the name of ${ref}`, {
    table: row.displayName,
    graph: nodeOf(graph, ref)?.label,
    page: details.dag.displayName,
  });
  for (const identity of details.identities) {
    if (identity.uriSans.length === 0) continue;
    agree(`how many DAGs share the identity of ${ref}`, {
      page: identity.sharedBy,
      'those that it names': new Set([ref, ...identity.sharedWith]).size,
    });
  }
  await compareReach(ref, { own, couldBe: couldBe(edges) }, ask, agree);
  for (const edge of own) await compareExplanation(edge, details, ask, agree);
}

/** What a DAG can call, of what it declares or was seen to call. */
async function compareReach(
  ref: string,
  { own, couldBe }: { own: Edge[]; couldBe: Edge[] },
  ask: Ask,
  agree: Agree,
) {
  const reach: ReachAnswer = await ask(
    `graph/reach?limit=500&from=${encodeURIComponent(ref)}`,
  );
  const states = new Map(
    // What is its own says more than what could be of several.
    [...couldBe, ...own].map(edge => [edge.service, edge.state]),
  );
  for (const item of reach.items) {
    agree(`the state between ${ref} and ${item.ref}`, {
      reach: item.state,
      graph: states.get(item.ref),
    });
  }
  const open = new Set(reach.items.map(item => item.ref));
  for (const { service, permitted } of own) {
    if (!service || !['allow', 'deny'].includes(permitted.outcome)) continue;
    // A port that is closed makes it denied, one that is open reachable.
    if (permitted.ports.length > 1) continue;
    agree(`whether ${ref} may call ${service}`, {
      reach: open.has(service),
      graph: permitted.outcome === 'allow',
    });
  }
}

async function compareExplanation(
  edge: Edge,
  details: DagDetails,
  ask: Ask,
  agree: Agree,
) {
  if (!edge.service) return;
  const port = edge.permitted.ports[0]?.port;
  const explanation: Explanation = await ask(
    `explain?source=${encodeURIComponent(
      details.ref,
    )}&destination=${encodeURIComponent(edge.service)}${
      port && edge.permitted.ports.length === 1 ? `&port=${port}` : ''
    }`,
  );
  const about = `${details.ref} and ${edge.service}`;
  agree(`the name of the DAG of ${about}`, {
    explain: explanation.source.name,
    page: details.dag.displayName,
  });
  agree(`the name of the service of ${about}`, {
    explain: explanation.destination.name,
    page: details.edges.find(at => at.service === edge.service)?.serviceSummary
      ?.displayName,
  });
  if (edge.permitted.ports.length !== 1) return;
  const { enforcement }: ServiceDetails = await ask(
    `service?ref=${encodeURIComponent(edge.service)}`,
  );
  const permissive = explanation.chain.find(({ id }) => id === 'permissive');
  if (permissive && ['ok', 'problem'].includes(permissive.status)) {
    agree(`whether callers without a certificate pass at ${edge.service}`, {
      explain: permissive.status === 'problem',
      page: enforcement?.state === 'permissive',
    });
  }
  agree(`what the mesh does between ${about}`, {
    explain: explanation.outcome,
    graph: edge.permitted.outcome,
  });
}

async function compareService(
  row: ServiceRow,
  { graph, edges, dags }: World,
  ask: Ask,
  page: PageCounts,
  agree: Agree,
): Promise<number> {
  const { ref } = row;
  const query = encodeURIComponent(ref);
  const details: ServiceDetails = await ask(`service?ref=${query}`);
  const around: GraphAnswer = await ask(`graph?${ALL}&focus=${query}`);
  const own = edges.filter(({ service }) => service === ref);
  agree(`the states of ${ref}`, {
    table: row.edges,
    graph: statesOf(own),
    page: statesOf(details.edges),
    card: page.countStates(details.edges),
    'graph around it': statesOf(
      edgesOf(around).filter(({ service }) => service === ref),
    ),
  });
  agree(`the worst state of ${ref}`, {
    table: row.worst,
    graph: nodeOf(graph, ref)?.worst,
  });
  agree(`the name of ${ref}`, {
    table: row.displayName,
    graph: nodeOf(graph, ref)?.label,
    page: details.service.displayName,
  });
  const names = new Map(dags.map(dag => [dag.ref, dag.displayName]));
  for (const edge of details.edges) {
    for (const dag of edge.dags) {
      agree(`the name of ${dag.ref} on the page of ${ref}`, {
        table: names.get(dag.ref),
        page: dag.name,
      });
    }
  }
  agree(`the proxies of ${ref}`, {
    table: row.proxies,
    page: details.service.proxies,
    'those listed':
      row.kind === 'MeshExternalService'
        ? row.proxies
        : {
            total: details.proxies.length,
            online: details.proxies.filter(({ status }) => status === 'online')
              .length,
          },
  });
  if (details.enforcement && details.enforcement.state !== 'unknown') {
    agree(`whether anyone without a certificate may call ${ref}`, {
      'who may call': details.mayCall.withoutCertificate,
      enforcement: ['permissive', 'not-enforced'].includes(
        details.enforcement.state,
      ),
    });
  }
  const reach: ReachAnswer = await ask(`graph/reach?limit=500&to=${query}`);
  agree(`which DAGs reach ${ref} without an edge`, {
    reach: reach.items
      .filter(item => !item.state)
      .map(item => item.ref)
      .sort(),
    page: details.mayCall.dags.map(dag => dag.ref).sort(),
  });
  return reach.items.filter(
    ({ state, outcome }) => !state && outcome === 'allow',
  ).length;
}

/** What a filter offers is what it leaves. */
async function compareFilters(
  { dags, services }: World,
  ask: Ask,
  agree: Agree,
) {
  const filters: FilterValues = await ask('filters');
  for (const [key, values] of Object.entries(filters)) {
    for (const { value, dags: ofDags, services: ofServices } of values) {
      const query = `limit=1&${key}=${encodeURIComponent(value)}`;
      agree(`${key} ${value}`, {
        filter: { dags: ofDags, services: ofServices },
        tables: {
          dags: (await ask(`dags?${query}`)).total,
          services: (await ask(`services?${query}`)).total,
        },
      });
    }
  }
  agree('how many have a worst state', {
    filter: filters.state
      .filter(({ value }) => isEdgeState(value))
      .reduce((sum, { dags: a, services: b }) => sum + a + b, 0),
    tables: [...dags, ...services].filter(({ worst }) => worst).length,
  });
}

function isEdgeState(value: string): boolean {
  return (EDGE_STATES as string[]).includes(value);
}

/** As JSON says it: without what is absent. */
function plainOf(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
