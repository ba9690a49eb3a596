import {
  EDGE_STATES,
  EdgeCounts,
  EdgeState,
  GRAPH_GROUPINGS,
  GraphAnswer,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import pick from 'lodash/pick';
import { addedUp, Agree, Ask, nodeOf, PageCounts, sumOf, World } from './world';

/** However a picture is grouped and opened, it stands for the same. */
export async function comparePictures(
  world: World,
  ask: Ask,
  page: PageCounts,
  agree: Agree,
) {
  for (const grouping of GRAPH_GROUPINGS) {
    const closed: GraphAnswer = await ask(
      `graph?limit=1000&grouping=${grouping}`,
    );
    comparePicture(closed, `the picture by ${grouping}`, world, page, agree);
    for (const group of closed.groups) {
      const opened: GraphAnswer = await ask(
        `graph?limit=1000&grouping=${grouping}&open=${encodeURIComponent(
          group.id,
        )}`,
      );
      const about = `the picture by ${grouping} with ${group.id} open`;
      comparePicture(opened, about, world, page, agree);
      compareGroup(opened, closed, group.id, agree);
    }
  }
  const small: GraphAnswer = await ask('graph?limit=10&grouping=none');
  comparePicture(small, 'the picture of at most 10', world, page, agree);
}

function comparePicture(
  { nodes, edges, groups, hidden, totals }: GraphAnswer,
  about: string,
  world: World,
  page: PageCounts,
  agree: Agree,
) {
  agree(`the totals of ${about}`, { it: totals, all: world.graph.totals });
  const notDrawn = hidden.reduce((sum, item) => sum + item.edges, 0);
  const links = world.graph.edges.filter(({ kind }) => kind === 'dag').length;
  // Who runs as an identity is no dependency.
  const drawn = edges
    .filter(({ kind }) => kind !== 'runs-as')
    .reduce((sum, { total }) => sum + total, 0);
  agree(`the lines of ${about}`, {
    'drawn and not': drawn + notDrawn,
    all: totals.edges + links,
    exported: csvTotal(page.toCsv(nodes, edges)) + notDrawn,
    'exported as Mermaid':
      mermaidTotal(page.toMermaid(nodes, edges)) + notDrawn,
  });
  if (groups.length > 0) {
    agree(`what is in the groups of ${about}`, {
      groups: {
        dags: groups.reduce((sum, { dags }) => sum + dags, 0),
        services: groups.reduce((sum, { services }) => sum + services, 0),
      },
      totals: { dags: totals.dags, services: totals.services },
    });
  }
  for (const edge of edges.filter(({ kind }) => kind === 'access')) {
    agree(`what ${edge.id} stands for in ${about}`, {
      total: edge.total,
      states: sumOf(edge.counts),
    });
    // A row of the table shows the state of its one edge, or all of a bundle.
    agree(`the states of the row of ${edge.id} in ${about}`, {
      line: edge.counts,
      row: edge.edge ? { [edge.edge.state]: 1 } : edge.counts,
    });
  }
  for (const group of groups) {
    const node = nodeOf({ nodes }, group.id);
    agree(`${group.id} in ${about}`, {
      list: {
        dags: group.dags,
        services: group.services,
        identities: group.identities,
        unresolved: group.unresolved,
      },
      box: node?.contains,
    });
    agree(`the worst of ${group.id} in ${about}`, {
      list: group.worst,
      box: node?.worst,
    });
    if (node) compareWords(node, about, page, agree);
  }
}

/** Both are red, and a box that names one of them only leaves out the other. */
const DENIED: EdgeState[] = ['blocked', 'needs-permission'];

/** What a box says in words is what it counts, and all that is denied. */
function compareWords(
  node: GraphNode,
  about: string,
  page: PageCounts,
  agree: Agree,
) {
  const states = addedUp([node.counts ?? {}, node.reached ?? {}]);
  const named = countsIn(page.worstInWords(node));
  const isDenied = node.worst !== undefined && DENIED.includes(node.worst);
  const meant = EDGE_STATES.filter(
    state =>
      states[state] &&
      (isDenied ? DENIED.includes(state) : named[state] !== undefined),
  );
  agree(`the words for ${node.id} in ${about}`, {
    counts: states,
    title: countsIn(page.statesInWords(node)),
  });
  agree(`the words in the box of ${node.id} in ${about}`, {
    counts: pick(states, meant),
    box: named,
  });
}

/** `1 blocked, 8 need permission of 50; inbound 1 blocked of 6`, added up. */
function countsIn(words: string): EdgeCounts {
  const found = words.matchAll(
    /(\d+) (blocked|needs? permission|not enforced|undeclared|unknown|unused|aligned)/g,
  );
  return addedUp(
    [...found].map(([, count, word]) => ({
      [word.replace('need ', 'needs ').replace(' ', '-')]: Number(count),
    })),
  );
}

/** Lines of an export, added up by what they say without who runs as whom. */
function mermaidTotal(mermaid: string): number {
  return mermaid
    .split('\n')
    .filter(line => /-->|-\.->/.test(line) && !/\|"(\d+× )?runs as/.test(line))
    .reduce((sum, line) => sum + Number(/\|"(\d+)×/.exec(line)?.[1] ?? 1), 0);
}

/** A group says closed what it says opened. */
function compareGroup(
  opened: GraphAnswer,
  closed: GraphAnswer,
  id: string,
  agree: Agree,
) {
  const inside = opened.nodes.filter(({ parent }) => parent === id);
  const kinds = inside.map(({ kind }) => kind);
  const members = new Set(inside.map(node => node.id));
  const access = opened.edges.filter(({ kind }) => kind === 'access');
  const begun = access.filter(({ source }) => members.has(source));
  const reaching = access.filter(
    ({ source, target }) => !members.has(source) && members.has(target),
  );
  const box = nodeOf(closed, id);
  agree(`what is in ${id}`, {
    closed: {
      dags: box?.contains?.dags,
      services: box?.contains?.services,
      identities: box?.contains?.identities ?? 0,
      unresolved: box?.contains?.unresolved ?? 0,
    },
    opened: {
      dags: kinds.filter(kind => kind === 'dag').length,
      services: kinds.filter(kind => /service$/.test(kind)).length,
      identities: kinds.filter(kind => kind === 'identity').length,
      unresolved: kinds.filter(kind => kind === 'unresolved').length,
    },
  });
  agree(`the states of what begins in ${id}`, {
    closed: box?.counts ?? {},
    opened: addedUp(begun.map(({ counts }) => counts)),
  });
  agree(`the states of what reaches ${id}`, {
    closed: box?.reached ?? {},
    opened: addedUp(reaching.map(({ counts }) => counts)),
  });
}

/** The column `edges` of an export, added up without who runs as whom. */
function csvTotal(csv: string): number {
  const [header, ...rows] = csv
    .trim()
    .split('\r\n')
    .map(line => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
  const column = header.indexOf('edges');
  const kind = header.indexOf('kind');
  return rows
    .filter(row => row[kind] !== 'runs-as')
    .reduce((sum, row) => sum + Number(row[column]), 0);
}
