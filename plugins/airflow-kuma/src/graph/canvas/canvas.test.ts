import {
  Edge,
  GraphEdge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { groupedGraph, openGraph } from '../../__testUtils__/graphSamples';
import { Box, Point } from '../layout/types';
import { degreesOf, describeEdge, describeNode, labelsOf } from './describe';
import { edgeLook } from './edgeLook';
import { edgePath } from './edgePath';
import { lineAt } from './lineAt';
import { worstInWords } from './groupWords';
import { linesOf, neighboursOf } from './neighbours';
import { nextNode } from './nextNode';
import { placeLabels } from './placeLabels';
import { isReadable } from './useCamera';

const box = (x: number, y: number): Box => ({ x, y, width: 100, height: 40 });

describe('nextNode', () => {
  const boxes = new Map([
    ['a', box(0, 0)],
    ['b', box(0, 100)],
    ['c', box(300, 10)],
    ['d', box(300, 400)],
  ]);

  it.each([
    [undefined, 'right', 'a'],
    ['a', 'right', 'c'],
    ['a', 'down', 'b'],
    ['c', 'left', 'a'],
    ['b', 'up', 'a'],
    ['c', 'right', undefined],
    ['gone', 'down', 'a'],
  ] as const)('from %s %s is %s', (from, direction, expected) => {
    expect(nextNode(boxes, from, direction)).toBe(expected);
  });
});

describe('edgePath', () => {
  it('leaves to the right and arrives from the left', () => {
    const { path } = edgePath(box(0, 0), box(300, 100));
    expect(path).toMatch(/^M100,20C/);
    expect(path).toMatch(/ 300,120$/);
  });

  it('goes the other way round where the target is behind', () => {
    const { path } = edgePath(box(300, 0), box(0, 100));
    expect(path).toMatch(/^M300,20C/);
    expect(path).toMatch(/ 100,120$/);
  });

  it('goes round on the right in one column', () => {
    const { path } = edgePath(box(0, 0), box(0, 100));
    expect(path).toMatch(/ 100,120$/);
  });

  it('follows a way around boxes, corners rounded', () => {
    const { path, points } = edgePath(box(0, 0), box(600, 0), [
      { x: 100, y: 20 },
      { x: 300, y: 200 },
      { x: 500, y: 200 },
      { x: 600, y: 20 },
    ]);
    expect(path).toMatch(/^M100,20L.*Q300,200 .*Q500,200 .*L600,20$/);
    expect(points[0]).toEqual({ x: 100, y: 20 });
    expect(points[points.length - 1]).toEqual({ x: 600, y: 20 });
  });
});

describe('placeLabels', () => {
  const straight = (y: number) => [
    { x: 0, y },
    { x: 400, y },
  ];

  const label = (id: string, text: string, points: Point[], short = text) => ({
    id,
    text,
    short,
    points,
  });

  it('keeps words off boxes and off each other', () => {
    const [first, second] = placeLabels(
      [
        label('first', '12× blocked', straight(50)),
        label('second', '3× unused', straight(55)),
      ],
      [{ x: 150, y: 30, width: 100, height: 40 }],
    );
    expect(Math.abs(first.at.x - 200)).toBeGreaterThan(50);
    expect(Math.abs(first.at.x - second.at.x)).toBeGreaterThan(50);
  });

  it('says less where there is little room', () => {
    const walls = [-300, 260].map(x => ({ x, y: 0, width: 400, height: 100 }));
    const text = 'needs permission 1.23 calls/s, 5 % errors';
    const long = label('a', text, straight(50), 'needs permission');
    expect(placeLabels([long], walls)).toMatchObject([
      { text: 'needs permission' },
    ]);
    expect(placeLabels([long], [])).toMatchObject([{ text }]);
  });

  it('says the least that must be said, and keeps room for its sign', () => {
    const walls = [-300, 240].map(x => ({ x, y: 0, width: 400, height: 100 }));
    const long = {
      ...label('a', 'undeclared, 87 % errors, 2 calls/s', straight(50)),
      shortest: '87 % errors',
    };
    const [{ text, at, signAt }] = placeLabels(
      [{ ...long, sign: true }],
      walls,
    );
    expect(text).toBe('87 % errors');
    expect(signAt!.x).toBeLessThan(at.x);
    expect(signAt!.x).toBeGreaterThan(100);
    const narrow = [-240, 240].map(x => ({ ...walls[0], x }));
    expect(placeLabels([long], narrow)).toHaveLength(1);
    expect(placeLabels([{ ...long, sign: true }], narrow)).toEqual([]);
  });

  it('leaves out what finds no room', () => {
    const wall = [{ x: -50, y: 0, width: 500, height: 100 }];
    const labels = [label('a', 'aligned', straight(50))];
    expect(placeLabels(labels, wall)).toEqual([]);
    expect(placeLabels(labels, [])).toMatchObject([{ at: { x: 200, y: 50 } }]);
  });
});

describe('isReadable', () => {
  const screen = { width: 800, height: 600 };

  it.each([
    [{ x: 0, y: 0, zoom: 1 }, true],
    [{ x: 0, y: 0, zoom: 0.5 }, false],
    [{ x: -20, y: 0, zoom: 1 }, false],
    [{ x: 750, y: 0, zoom: 1 }, false],
    [{ x: 0, y: 580, zoom: 1 }, false],
  ])('through %j is %s', (viewport, expected) => {
    expect(isReadable(box(10, 10), viewport, screen)).toBe(expected);
  });
});

describe('lineAt', () => {
  const curves = new Map([
    ['near', edgePath(box(0, 0), box(300, 0))],
    ['far', edgePath(box(0, 200), box(300, 200))],
  ]);

  it.each([
    [{ x: 200, y: 24 }, 'near'],
    [{ x: 200, y: 219 }, 'far'],
    [{ x: 200, y: 100 }, undefined],
    [{ x: 330, y: 20 }, undefined],
  ])('at %j is %s', (point, expected) => {
    expect(lineAt(curves, curves.keys(), point, 8)).toBe(expected);
  });
});

describe('edgeLook', () => {
  const [edge] = groupedGraph.edges;

  it('says state and count in words, with a dash', () => {
    expect(edgeLook(edge)).toMatchObject({ dash: '4 4', text: '9× blocked' });
  });

  it('says what changed first in a comparison', () => {
    expect(edgeLook({ ...edge, change: 'removed' })).toMatchObject({
      tone: 'error',
      text: '9× − gone',
    });
    expect(edgeLook({ ...edge, change: 'same' }).text).toBe('9×');
  });

  it('shows figures where traffic was observed', () => {
    const [single] = openGraph.edges;
    const observed = {
      ...single.edge!.observed,
      rate: 1.234,
      errorShare: 0.05,
    };
    const look = edgeLook({ ...single, edge: { ...single.edge!, observed } });
    expect(look.text).toBe('needs permission, 5 % errors, 1.23 calls/s');
  });
});

describe('what a line says of health and of the past', () => {
  const [single] = openGraph.edges;
  const seen = (more: Partial<Edge['observed']>): GraphEdge => ({
    ...single,
    state: 'aligned',
    edge: {
      ...single.edge!,
      state: 'aligned',
      permitted: { ...single.edge!.permitted, outcome: 'allow' },
      observed: { ...single.edge!.observed, outcome: 'seen', ...more },
    },
  });

  it('keeps the colour of the state where calls err, and says so by a sign', () => {
    const well = edgeLook(seen({ errorShare: 0.01 }));
    const ill = edgeLook(seen({ errorShare: 0.87 }));
    expect([ill.tone, ill.dash]).toEqual([well.tone, well.dash]);
    expect(ill).toMatchObject({ short: '87 % errors', sign: true });
    expect(well.sign).toBeUndefined();
    expect(well.short).toBe('');
  });

  it('counts those of a bundle that are not well', () => {
    const bundle = { ...groupedGraph.edges[0], ailing: 2 };
    expect(edgeLook(bundle)).toMatchObject({
      short: expect.stringMatching(/, 2 not well$/),
      sign: true,
    });
  });

  it('says nothing of calls that are told elsewhere', () => {
    const look = edgeLook(
      seen({ errorShare: 0.87, rate: 3, toldAt: 'identity:pool' }),
    );
    expect(look.text).toBe('');
  });

  it('says that a call was denied although it is allowed now', () => {
    const denied = { count: 1, last: '2026-11-23T14:03:20.000Z' };
    expect(edgeLook({ ...seen({}), denied })).toMatchObject({
      short: 'denied at 14:03 UTC, allowed now',
      shortest: 'denied 14:03',
    });
  });
});

describe('worstInWords', () => {
  it.each([
    [{ blocked: 3, aligned: 37 }, undefined, '3 blocked of 40'],
    [
      { blocked: 1, 'needs-permission': 8, undeclared: 3, aligned: 38 },
      undefined,
      '1 blocked, 8 need permission of 50',
    ],
    [{ aligned: 2 }, { blocked: 1, aligned: 5 }, 'inbound 1 blocked of 6'],
    [
      { 'needs-permission': 1, aligned: 37 },
      { blocked: 1 },
      '1 needs permission of 38; inbound 1 blocked of 1',
    ],
    [undefined, undefined, 'blocked'],
  ])('of %j and %j is %s', (counts, reached, words) => {
    const node = { ...groupedGraph.nodes[0], counts, reached };
    expect(worstInWords({ ...node, worst: 'blocked' })).toBe(words);
  });
});

describe('words for screen readers', () => {
  it('tell all states of a group, which others see as a bar', () => {
    const node = {
      ...groupedGraph.nodes[0],
      counts: { blocked: 1, 'needs-permission': 2, aligned: 6 },
      reached: { unknown: 1 },
    };
    expect(describeNode(node, new Map())).toContain(
      'beginning in it: 1 blocked, 2 need permission, 6 aligned, reaching it: 1 unknown',
    );
  });

  it('tell a group with what is inside and its worst state', () => {
    expect(describeNode(groupedGraph.nodes[0], degreesOf(groupedGraph))).toBe(
      'Orders, group, 12 DAGs, 0 services inside, worst state: blocked, 1 line out',
    );
  });

  it('tell a line by its ends', () => {
    expect(
      describeEdge(groupedGraph.edges[0], labelsOf(groupedGraph.nodes)),
    ).toBe('Orders calls Payments, 9 edges, blocked');
  });
});

describe('neighboursOf', () => {
  const { edges } = groupedGraph;

  it('is everything that touches a node, or both ends of a line', () => {
    const node = neighboursOf(groupedGraph, 'group:orders')!;
    expect([...node.nodes]).toEqual(['group:orders', 'group:payments']);
    expect(neighboursOf(groupedGraph, edges[0].id)!.edges.size).toBe(1);
    expect(neighboursOf(groupedGraph, 'other')!.edges.size).toBe(0);
    expect(neighboursOf(groupedGraph, undefined)).toBeUndefined();
  });

  it('is all that is inside an open group, with its lines', () => {
    const group = openGraph.nodes[0].id;
    const inside = openGraph.nodes.filter(({ parent }) => parent === group);
    const near = neighboursOf(openGraph, group)!;
    expect(inside.length).toBeGreaterThan(0);
    for (const { id } of inside) expect(near.nodes).toContain(id);
    expect([...near.edges]).toEqual(openGraph.edges.map(({ id }) => id));
    expect(linesOf(openGraph, group)).toEqual(openGraph.edges);
  });
});
