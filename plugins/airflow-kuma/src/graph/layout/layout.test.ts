import {
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { groupedGraph, openGraph } from '../../__testUtils__/graphSamples';
import { testEngine } from '../../__testUtils__/testEngine';
import { edgePath } from '../canvas/edgePath';
import { readableLines } from './readableLines';
import { Box, Layout, routeKey } from './types';
import { shapeOf } from './useLayout';
import { widenGaps } from './widenGaps';

/** `count` DAGs that each call two of `services` services. */
function manyDags(count: number, services: number) {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (let index = 0; index < count; index += 1) {
    nodes.push({ id: `d${index}`, kind: 'dag', label: `d${index}`, facts: {} });
    for (const target of [index % services, (index * 7 + 1) % services]) {
      const id = `d${index} s${target}`;
      if (edges.some(edge => edge.id === id)) continue;
      edges.push({
        id,
        source: `d${index}`,
        target: `s${target}`,
        kind: 'access',
        counts: {},
        total: 1,
      });
    }
  }
  for (let index = 0; index < services; index += 1) {
    nodes.push({
      id: `s${index}`,
      kind: 'service',
      label: `s${index}`,
      facts: {},
    });
  }
  return { nodes, edges };
}

function overlaps(layout: Layout, ids: string[]): string[] {
  const found: string[] = [];
  const apart = (a: Box, b: Box) =>
    a.x + a.width <= b.x ||
    b.x + b.width <= a.x ||
    a.y + a.height <= b.y ||
    b.y + b.height <= a.y;
  ids.forEach((id, index) => {
    for (const other of ids.slice(index + 1)) {
      if (!apart(layout.absolute.get(id)!, layout.absolute.get(other)!)) {
        found.push(`${id} ${other}`);
      }
    }
  });
  return found;
}

describe('layout', () => {
  it('puts callers left of what they call, and nothing over anything', async () => {
    const { nodes, edges } = manyDags(60, 20);
    const layout = await testEngine().layout(nodes, edges);
    for (const edge of edges) {
      const source = layout.absolute.get(edge.source)!;
      const target = layout.absolute.get(edge.target)!;
      expect(source.x).toBeLessThan(target.x);
    }
    expect(
      overlaps(
        layout,
        nodes.map(({ id }) => id),
      ),
    ).toEqual([]);
  });

  it('folds towers into the shape of a screen', async () => {
    const { nodes, edges } = manyDags(200, 40);
    const { width, height } = await testEngine().layout(nodes, edges);
    expect(width / height).toBeGreaterThan(0.8);
    expect(width / height).toBeLessThan(3.2);
  });

  it('keeps members inside their open group', async () => {
    const { nodes, edges } = openGraph;
    const { absolute } = await testEngine().layout(nodes, edges);
    const group = absolute.get('group:orders')!;
    const dag = absolute.get(nodes[1].id)!;
    expect(dag.x).toBeGreaterThan(group.x);
    expect(dag.y).toBeGreaterThan(group.y);
    expect(dag.x + dag.width).toBeLessThan(group.x + group.width);
    expect(dag.y + dag.height).toBeLessThan(group.y + group.height);
  });

  it('keeps an open group of many compact, and closed ones beside it', async () => {
    const { nodes, edges } = manyDags(60, 20);
    const members = nodes.map(node => ({ ...node, parent: 'g' }));
    const group: GraphNode = { id: 'g', kind: 'group', label: 'g', facts: {} };
    const other: GraphNode = { id: 'o', kind: 'group', label: 'o', facts: {} };
    const out = { ...edges[0], id: 'out', source: 'd3', target: 'o' };
    const all = [group, other, ...members];
    const layout = await testEngine().layout(all, [...edges, out]);
    const box = layout.absolute.get('g')!;
    expect(box.width / box.height).toBeGreaterThan(0.7);
    expect(layout.absolute.get('o')!.x).toBeGreaterThan(box.x + box.width);
    expect(
      overlaps(
        layout,
        members.map(({ id }) => id),
      ),
    ).toEqual([]);
  });

  it('leads lines around boxes that stand between their ends', async () => {
    const nodes = ['a', 'b', 'c'].map(
      (id): GraphNode => ({ id, kind: 'group', label: id, facts: {} }),
    );
    const line = (source: string, target: string): GraphEdge => ({
      id: `${source}${target}`,
      source,
      target,
      kind: 'access',
      counts: {},
      total: 1,
    });
    const { absolute, routes } = await testEngine().layout(nodes, [
      line('a', 'b'),
      line('b', 'c'),
      line('a', 'c'),
    ]);
    const between = absolute.get('b')!;
    const { points } = edgePath(
      absolute.get('a')!,
      absolute.get('c')!,
      routes.get(routeKey('a', 'c')),
    );
    for (const { x, y } of points) {
      const inside =
        x > between.x &&
        x < between.x + between.width &&
        y > between.y &&
        y < between.y + between.height;
      expect(inside).toBe(false);
    }
  });

  it('lays out a picture of nothing', async () => {
    const layout = await testEngine().layout([], []);
    expect(layout.absolute.size).toBe(0);
  });
});

describe('widenGaps', () => {
  const box = (x: number, y: number) => ({ x, y, width: 200, height: 50 });
  const tall = new Map([
    ['a', box(0, 0)],
    ['b', box(0, 550)],
    ['c', box(300, 0)],
  ]);
  const route = [
    { x: 200, y: 25 },
    { x: 250, y: 25 },
    { x: 300, y: 25 },
  ];

  it('gives the lines of a tall picture the sides of the screen', () => {
    const routes = new Map([['a c', route]]);
    const wide = widenGaps({ boxes: tall, routes });
    expect(wide.boxes.get('a')).toEqual(box(0, 0));
    expect(wide.boxes.get('c')).toEqual(box(500, 0)); // three times the gap
    expect(wide.routes.get('a c')?.map(({ x }) => x)).toEqual([200, 350, 500]);
  });

  it('leaves what is wide enough as it is', () => {
    const low = new Map([...tall].filter(([id]) => id !== 'b'));
    const places = { boxes: low, routes: new Map() };
    expect(widenGaps(places)).toEqual(places);
    const nothing = { boxes: new Map(), routes: new Map() };
    expect(widenGaps(nothing)).toEqual(nothing);
  });
});

describe('shapeOf', () => {
  it('does not depend on states, so that a change of state moves nothing', () => {
    const { nodes, edges } = groupedGraph;
    const other = edges.map(edge => ({ ...edge, state: 'aligned' as const }));
    expect(shapeOf(nodes, other)).toBe(shapeOf(nodes, edges));
    expect(shapeOf(nodes, [])).not.toBe(shapeOf(nodes, edges));
  });
});

describe('readableLines', () => {
  const ids = Array.from({ length: 20 }, (_, index) => `g${index}`);
  const nodes = ids.map(
    (id): GraphNode => ({ id, kind: 'group', label: id, facts: {} }),
  );
  const everyPair = ids.flatMap(source =>
    ids
      .filter(target => target !== source)
      .map(
        (target): GraphEdge => ({
          id: `${source} ${target}`,
          source,
          target,
          kind: 'access',
          state: source === 'g3' ? 'blocked' : 'aligned',
          counts: {},
          total: source === 'g7' ? 9 : 1,
        }),
      ),
  );

  it('draws all lines where they can be read', () => {
    const few = everyPair.slice(0, 60); // three for each box
    expect(readableLines(nodes, few)).toEqual({ drawn: few, left: [] });
  });

  it('draws the worst, then the heaviest, some of each box, and counts the rest', () => {
    const { drawn, left } = readableLines(nodes, everyPair);
    expect(drawn).toHaveLength(40);
    expect(drawn.length + left.length).toBe(everyPair.length);
    const of = (source: string) => drawn.filter(edge => edge.source === source);
    expect(of('g3')).toHaveLength(19);
    expect(of('g7').length).toBeGreaterThan(15);
    for (const id of ids) {
      const touching = drawn.filter(
        ({ source, target }) => source === id || target === id,
      );
      expect(touching.length).toBeGreaterThanOrEqual(1);
    }
  });

  it('prefers the lines of what is in an open group', () => {
    const inside = nodes.map(node =>
      node.id < 'g2' ? { ...node, parent: 'g3' } : node,
    );
    const { drawn } = readableLines(inside, everyPair);
    const members = new Set(
      inside.filter(({ parent }) => parent).map(({ id }) => id),
    );
    const beside = drawn.filter(
      ({ source, target }) => !members.has(source) && !members.has(target),
    );
    expect(beside.length).toBeLessThan(nodes.length);
    expect(drawn.length).toBe(40);
  });
});
