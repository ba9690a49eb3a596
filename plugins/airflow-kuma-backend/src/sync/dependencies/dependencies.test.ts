import { fromDoc } from './fromDoc';
import { fromInlets } from './fromInlets';
import { fromTags } from './fromTags';
import { mergeDeclared } from './mergeDeclared';
import { parseService } from './parseService';
import { DEFAULT_DECLARATION_RULES as rules } from './types';
import { upstreamDags } from './upstreamDags';

const asset = (uri: string, more?: object) => ({
  id: '1',
  uri,
  name: uri,
  scheduledDags: [],
  producingTasks: [],
  consumingTasks: [{ dagId: 'orders', taskId: 'charge' }],
  ...more,
});

describe('parseService', () => {
  it.each([
    ['payments', { service: 'payments' }],
    ['payments:8080', { service: 'payments', port: 8080 }],
    ['default/payments', { mesh: 'default', service: 'payments' }],
    [
      'default/payments:8080',
      { mesh: 'default', service: 'payments', port: 8080 },
    ],
    [' default / payments ', { mesh: 'default', service: 'payments' }],
    [
      'payments.svc.mesh.local:80',
      { service: 'payments.svc.mesh.local', port: 80 },
    ],
    ['redis_kuma-demo_svc_6379', { service: 'redis_kuma-demo_svc_6379' }],
    ['', undefined],
    ['/payments', undefined],
    ['default/', undefined],
    ['a/b/c', undefined],
    [':80', undefined],
    ['payments:0', undefined],
    ['payments:70000', undefined],
  ])('reads %j', (text, expected) => {
    expect(parseService(text)).toEqual(expected);
  });
});

describe('declarations', () => {
  it('come from tags', () => {
    expect(
      fromTags(['calls:default/payments', 'domain:x', 'calls:'], rules),
    ).toEqual([
      {
        mesh: 'default',
        service: 'payments',
        evidence: [{ via: 'tag', text: 'calls:default/payments' }],
      },
    ]);
  });

  it('come from inlets, by DAG and task', () => {
    const declared = fromInlets(
      [
        asset('x-mesh-service://default/payments'),
        asset('x-mesh-service://default/stock%3A80/'),
        asset('s3://bucket/key'),
        asset('x-mesh-service://'),
      ],
      rules,
    );
    expect(declared.get('orders')).toEqual([
      {
        mesh: 'default',
        service: 'payments',
        evidence: [
          {
            via: 'inlet',
            text: 'x-mesh-service://default/payments',
            taskId: 'charge',
          },
        ],
      },
      {
        mesh: 'default',
        service: 'stock',
        port: 80,
        evidence: [
          {
            via: 'inlet',
            text: 'x-mesh-service://default/stock%3A80/',
            taskId: 'charge',
          },
        ],
      },
    ]);
  });

  it('come from front matter', () => {
    const doc = [
      '---',
      'title: Orders',
      'calls:',
      '  - payments',
      '  - legacy/ledger:9000',
      '  - { service: stock, mesh: default, port: 80 }',
      '---',
      '# Orders',
      '---',
      'calls: [not-this]',
      '---',
    ].join('\n');
    const { declared, problem } = fromDoc(doc, rules);
    expect(problem).toBeUndefined();
    expect(declared.map(({ evidence: _, ...each }) => each)).toEqual([
      { service: 'payments' },
      { mesh: 'legacy', service: 'ledger', port: 9000 },
      { service: 'stock', mesh: 'default', port: 80 },
    ]);
    expect(declared[0].evidence).toEqual([
      { via: 'doc', text: 'calls: payments' },
    ]);
  });

  it('come from indented front matter, as Python authors write it', () => {
    const doc = '\n    ---\n    calls: payments\n    ---\n    Text';
    expect(fromDoc(doc, rules).declared).toHaveLength(1);
  });

  it.each([
    ['nothing', undefined],
    ['text', '# Orders\ncalls: payments'],
    ['an open block', '---\ncalls: payments\n'],
    ['no key', '---\ntitle: x\n---'],
    ['an empty key', '---\ncalls:\n---'],
    ['a list', '---\n- calls\n---'],
  ])('do not come from %s', (_, doc) => {
    expect(fromDoc(doc, rules)).toEqual({ declared: [] });
  });

  it.each([
    ['---\ncalls: [a\n---', /no valid YAML/],
    ['---\ncalls: [1, a/b/c, payments]\n---', /names no service: 1, a\/b\/c$/],
    ['---\ncalls: { port: 1 }\n---', /names no service/],
  ])('say what is wrong with %j', (doc, problem) => {
    expect(fromDoc(doc, rules).problem).toMatch(problem);
  });

  it('are merged with all their evidence, whatever the order', () => {
    const tag = fromTags(['calls:default/payments'], rules);
    const inlet = fromInlets(
      [asset('x-mesh-service://default/payments')],
      rules,
    ).get('orders')!;
    const doc = fromDoc(
      '---\ncalls: [payments, default/payments]\n---',
      rules,
    ).declared;
    const merged = mergeDeclared(tag, inlet, doc, tag);
    expect(merged).toEqual(mergeDeclared(doc, inlet, tag));
    expect(
      merged.map(each => [
        each.mesh,
        each.service,
        each.evidence.map(({ via }) => via),
      ]),
    ).toEqual([
      [undefined, 'payments', ['doc']],
      ['default', 'payments', ['doc', 'inlet', 'tag']],
    ]);
  });
});

describe('upstreamDags', () => {
  const produced = asset('s3://orders', {
    producingTasks: [{ dagId: 'load', taskId: 't' }],
    scheduledDags: ['report', 'load'],
  });
  const viaAsset = { dagId: 'load', via: 'asset', detail: 's3://orders' };

  it('takes assets where the instance has no graph', () => {
    expect(upstreamDags([produced], undefined)).toEqual(
      new Map([['report', [viaAsset]]]),
    );
  });

  it('adds triggers and sensors, each once', () => {
    const upstream = upstreamDags(
      [produced],
      [
        {
          upstreamDagId: 'load',
          downstreamDagId: 'report',
          via: 'asset',
          detail: 's3://orders',
        },
        {
          upstreamDagId: 'start',
          downstreamDagId: 'report',
          via: 'trigger',
          detail: 'go',
        },
        {
          upstreamDagId: 'report',
          downstreamDagId: 'end',
          via: 'sensor',
          detail: 'wait',
        },
      ],
    );
    expect(upstream.get('report')).toEqual([
      viaAsset,
      { dagId: 'start', via: 'trigger', detail: 'go' },
    ]);
    expect(upstream.get('end')).toEqual([
      { dagId: 'report', via: 'sensor', detail: 'wait' },
    ]);
  });
});
