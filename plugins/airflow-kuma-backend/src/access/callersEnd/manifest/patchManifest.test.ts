import { parseAllDocuments } from 'yaml';
import { BackendRef } from '../reach';
import { patchManifest } from './patchManifest';

const payments: BackendRef = {
  kind: 'MeshService',
  labels: { 'kuma.io/display-name': 'payments', 'kuma.io/zone': 'zone-1' },
};
const ledger: BackendRef = {
  kind: 'MeshService',
  labels: { 'kuma.io/display-name': 'ledger' },
};
const ANNOTATION = 'kuma.io/reachable-backends';

const deployment = (annotations: string) => `# Workers of finance
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }   # not this one
data:
  query: "select '{{ ds }}'"
---
apiVersion: apps/v1
kind: Deployment
metadata:
    name: airflow-worker # four columns, as they like it
    namespace: airflow
spec:
    replicas:   2
    template:
        metadata:
            labels: {app: airflow-worker}
${annotations}
        spec:
            containers:
            -   name: worker
                image: 'airflow:3'  # quoted
`;
const worker = { kind: 'Deployment', name: 'airflow-worker' };

const dataplane = (reach: string) => `type: Dataplane
mesh: default
name: airflow-finance-1
networking:
  address: 127.0.0.1   # loopback
  transparentProxying:
    redirectPortInbound: 15006
    redirectPortOutbound: 15001
${reach}
`;

function patched(
  text: string,
  selector: object,
  change: { add?: BackendRef[]; remove?: BackendRef[]; ours?: boolean },
) {
  const answer = patchManifest(text, selector, {
    add: [],
    remove: [],
    ours: false,
    ...change,
  });
  if ('problem' in answer) throw new Error(answer.problem);
  return answer;
}

/** Lines of the second that the first has not, and the other way round. */
function changedLines(before: string, after: string) {
  const left = before.split('\n');
  const right = after.split('\n');
  return {
    gone: left.filter(line => !right.includes(line)),
    come: right.filter(line => !left.includes(line)),
  };
}

function refsOfPod(text: string): unknown[] {
  const value = parseAllDocuments(text)[1].getIn([
    'spec',
    'template',
    'metadata',
    'annotations',
    ANNOTATION,
  ]);
  return parseAllDocuments(String(value))[0].toJSON().refs;
}

describe('the annotation of a pod template', () => {
  it.each([
    ['no annotations', '', []],
    [
      'other annotations',
      '            annotations:\n                team: finance # theirs',
      [],
    ],
    ['annotations without a value', '            annotations:', []],
    [
      'references by name',
      `            annotations:\n                ${ANNOTATION}: |\n                    # what we call\n                    refs:\n                    - kind: MeshService\n                      name: orders`,
      [{ kind: 'MeshService', name: 'orders' }],
    ],
    [
      'a list in one line',
      `            annotations:\n                ${ANNOTATION}: 'refs: [{kind: MeshService, name: orders}]'\n                team: finance`,
      [{ kind: 'MeshService', name: 'orders' }],
    ],
    [
      'a list that closes all',
      `            annotations:\n                ${ANNOTATION}: "refs: []"`,
      [],
    ],
    [
      'references of a kind that nobody knows',
      `            annotations:\n                ${ANNOTATION}: |\n                    refs:\n                    - kind: MeshRocket\n                      fuel: { kind: solid }`,
      [{ kind: 'MeshRocket', fuel: { kind: 'solid' } }],
    ],
    ['annotations in one line', '            annotations: {team: finance}', []],
  ])('is added to %s, and nothing else changes', (_what, text, present) => {
    const before = deployment(text);
    const { text: after, changed } = patched(before, worker, {
      add: [payments],
    });
    expect(changed).toBe(true);
    expect(refsOfPod(after)).toEqual([...present, payments]);
    const { gone } = changedLines(before, after);
    expect(gone.filter(line => !/annotation|reachable/.test(line))).toEqual([]);
    for (const kept of ['# Workers of finance', '# four columns', '# quoted'])
      expect(after).toContain(kept);

    // Done already: nothing to do. And back: as it was, in meaning.
    expect(patched(after, worker, { add: [payments] }).changed).toBe(false);
    const { created } = patched(before, worker, { add: [payments] });
    const back = patched(after, worker, { remove: [payments], ours: created });
    expect(
      parseAllDocuments(back.text).map(each => withoutNothing(each.toJSON())),
    ).toEqual(
      parseAllDocuments(before).map(each => withoutNothing(each.toJSON())),
    );
  });

  it('keeps what others added when ours goes, and the list with it', () => {
    const first = patched(deployment(''), worker, { add: [payments] });
    expect(first.created).toBe(true);
    const both = patched(first.text, worker, { add: [ledger] }).text;
    const { text } = patched(both, worker, { remove: [payments], ours: true });
    expect(refsOfPod(text)).toEqual([ledger]);
  });

  it('leaves an empty list where the list was not ours: none would open', () => {
    const before = deployment(
      `            annotations:\n                ${ANNOTATION}: 'refs: []'`,
    );
    const { text, created } = patched(before, worker, { add: [payments] });
    expect(created).toBe(false);
    expect(
      refsOfPod(patched(text, worker, { remove: [payments] }).text),
    ).toEqual([]);
  });

  it('takes thousands of references', () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({
      kind: 'MeshService',
      name: `service-${index}`,
    }));
    const before = patched(deployment(''), worker, { add: many }).text;
    const start = Date.now();
    const { text } = patched(before, worker, { add: [payments] });
    expect(refsOfPod(text)).toHaveLength(3001);
    expect(Date.now() - start).toBeLessThan(10_000);
  });

  it.each([
    ['Pod', ['metadata']],
    ['CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'metadata']],
    ['StatefulSet', ['spec', 'template', 'metadata']],
  ])('lies in a %s where its pods have it', (kind, path) => {
    const inner = path
      .slice(1)
      .map((step, depth) => `${'  '.repeat(depth)}${step}:\n`);
    const text =
      kind === 'Pod'
        ? 'kind: Pod\nmetadata:\n  name: w\n'
        : `kind: ${kind}\nmetadata:\n  name: w\nspec:\n${inner
            .map(line => `  ${line}`)
            .join('')}${'  '.repeat(path.length)}labels: {a: b}\n`;
    const after = patched(text, { kind, name: 'w' }, { add: [payments] }).text;
    const [document] = parseAllDocuments(after);
    expect(document.errors).toEqual([]);
    expect(document.getIn([...path, 'annotations', ANNOTATION])).toContain(
      'payments',
    );
  });
});

describe('a Dataplane', () => {
  const refs = (text: string) =>
    parseAllDocuments(text)[0].toJSON().networking.transparentProxying
      .reachableBackends?.refs;

  it.each([
    ['no list', '', []],
    [
      'a list',
      '    reachableBackends:\n      refs:\n      # the shop\n      - kind: MeshService\n        name: orders # by name',
      [{ kind: 'MeshService', name: 'orders' }],
    ],
    [
      'a list in one line',
      '    reachableBackends: { refs: [ { kind: MeshService, name: orders } ] }',
      [{ kind: 'MeshService', name: 'orders' }],
    ],
    ['an empty list', '    reachableBackends:\n      refs: []', []],
  ])('with %s gets what it lacks', (_what, reach, present) => {
    const before = dataplane(reach);
    const after = patched(before, { kind: 'Dataplane' }, { add: [payments] });
    expect(refs(after.text)).toEqual([...present, payments]);
    for (const line of before.split('\n').filter(each => /#/.test(each)))
      expect(after.text).toContain(line);
    const back = patched(
      after.text,
      {},
      { remove: [payments], ours: after.created },
    );
    expect(parseAllDocuments(back.text)[0].toJSON()).toEqual(
      parseAllDocuments(before)[0].toJSON(),
    );
  });

  it('keeps the last line of a file that ends without a break', () => {
    const before = dataplane(
      '    reachableBackends:\n      refs:\n        - kind: MeshService\n          name: orders',
    ).trimEnd();
    const { text } = patched(before, {}, { add: [payments] });
    expect(refs(text)).toEqual([
      { kind: 'MeshService', name: 'orders' },
      payments,
    ]);
  });
});

describe('a manifest that cannot be changed', () => {
  it.each([
    ['a: [', /does not parse/],
    ['replicas: {{ .Values.replicas }}\n', /Helm template/],
    ['{{- if .Values.worker }}\nkind: Deployment\n{{- end }}\n', /Helm/],
    [
      'kind: Deployment\nmetadata: { name: other }\n',
      /no Deployment airflow-worker, but Deployment other/,
    ],
    ['', /holds no Deployment/],
    ['- just\n- a list\n', /holds no Deployment/],
    [`${deployment('')}---\n${deployment('')}`, /holds 2 documents/],
    [
      deployment(
        `            annotations:\n                ${ANNOTATION}: 'refs: ['`,
      ),
      /annotation .* does not parse/,
    ],
    [
      deployment(
        `            annotations:\n                ${ANNOTATION}: [1]`,
      ),
      /no text/,
    ],
    [deployment('            annotations: none'), /something else/],
  ])('%j says why', (text, problem) => {
    const answer = patchManifest(text, worker, {
      add: [payments],
      remove: [],
      ours: false,
    });
    expect('problem' in answer && answer.problem).toMatch(problem);
  });

  it('names a kind without pods, and a Dataplane without transparent proxying', () => {
    const change = { add: [payments], remove: [], ours: false };
    expect(
      patchManifest(
        'kind: Service\nmetadata: {name: a}\n',
        { name: 'a' },
        change,
      ),
    ).toEqual({ problem: 'holds a Service, which has no pods' });
    expect(
      patchManifest('type: Dataplane\nname: a\nnetworking: {}\n', {}, change),
    ).toEqual({ problem: expect.stringContaining('outbounds only') });
  });
});

/** Maps that became empty say nothing. */
function withoutNothing(value: any): any {
  if (Array.isArray(value)) return value.map(withoutNothing);
  if (typeof value === 'string' && value.includes('refs:'))
    return parseAllDocuments(value)[0].toJSON();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, withoutNothing(inner)])
    .filter(
      ([, inner]) =>
        inner !== null &&
        !(typeof inner === 'object' && Object.keys(inner).length === 0),
    );
  return Object.fromEntries(entries);
}
