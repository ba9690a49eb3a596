import {
  groupedGraph,
  openGraph,
  sharedGraph,
} from '../../__testUtils__/graphSamples';
import { testEngine } from '../../__testUtils__/testEngine';
import { toCsv } from './toCsv';
import { toMermaid } from './toMermaid';
import { toSvg } from './toSvg';

const colors = {
  tones: {
    ok: '#0a0',
    warning: '#aa0',
    error: '#a00',
    progress: '#00a',
    neutral: '#888',
  },
  text: '#000',
  background: '#fff',
  box: '#eee',
};

describe('toMermaid', () => {
  it('writes groups, shapes and states', () => {
    expect(toMermaid(openGraph.nodes, openGraph.edges)).toBe(
      [
        'flowchart LR',
        '  subgraph n0["Orders"]',
        '    n1["Orders ETL – prod · @hourly"]',
        '  end',
        '  n2(["payments – default · east"])',
        '  n1 -.->|"Needs permission"| n2',
        '',
      ].join('\n'),
    );
  });

  it('lets no label be HTML', () => {
    const label = '<img src=x onerror="alert(1)">';
    const text = toMermaid([{ ...groupedGraph.nodes[0], label }], []);
    expect(text).toContain('#lt;img src=x onerror=#quot;alert(1)#quot;#gt;');
    expect(text).not.toContain('<');
  });

  it('lets no label end its own text', () => {
    const nodes = [
      { ...groupedGraph.nodes[0], label: 'a"] --> x\nclick #1', sublabel: '' },
    ];
    expect(toMermaid(nodes, [])).toContain(
      '[["a#quot;] --#gt; x click #35;1"]]',
    );
  });
});

describe('toCsv', () => {
  it('writes one row a line', () => {
    const [, row] = toCsv(openGraph.nodes, openGraph.edges).split('\r\n');
    expect(row).toContain('Orders ETL,');
    expect(row).toContain(
      ',access,needs-permission,1,calls:payments,deny,,not-known,',
    );
  });

  it('quotes, and keeps spreadsheets from running names', () => {
    const nodes = [
      { ...groupedGraph.nodes[0], label: '=cmd()' },
      { ...groupedGraph.nodes[1], label: 'a, "b"' },
    ];
    const [, row] = toCsv(nodes, groupedGraph.edges).split('\r\n');
    expect(row.startsWith("'=cmd(),")).toBe(true);
    expect(row).toContain('"a, ""b"""');
  });
});

describe('calls that could be of several DAGs', () => {
  const { nodes, edges } = sharedGraph;

  it('are one row of the CSV, with those DAGs and how they fare', () => {
    const rows = toCsv(nodes, edges).split('\r\n');
    expect(rows.filter(row => row.includes(',access,'))).toEqual([
      expect.stringMatching(/^pool,.*,undeclared,1,,.*,seen,.*orders_etl/),
    ]);
    expect(rows[1]).toContain(',87 % errors,');
  });

  it('are one arrow of the diagram, from the identity', () => {
    const text = toMermaid(nodes, edges);
    expect(text).toContain('n3{{"pool – shared by 14 DAGs"}}');
    expect(text).toContain('n3 -.->|"Undeclared 87 % errors"| n2');
    expect(text).toContain('n1 -->|"runs as"| n3');
  });
});

describe('toSvg', () => {
  it('is a whole picture with escaped text, states in words and dashes', async () => {
    const nodes = [...openGraph.nodes];
    nodes[2] = { ...nodes[2], label: '<script>\u0000\u001b\ud800' };
    const answer = { ...openGraph, nodes };
    const layout = await testEngine().layout(nodes, answer.edges);
    const lines = { drawn: answer.edges, left: [] };
    const svg = toSvg({ answer, lines, layout }, colors);
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    expect(parsed.querySelector('script')).toBeNull();
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).toContain('needs permission');
    expect(svg).toContain('stroke-dasharray="9 5"');
    expect(answer.nodes[0].id).toBe('group:orders');
  });
});
