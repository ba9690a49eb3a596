import { recordedItems } from '../../__testUtils__/recorded';
import { RawDag, RawDagVersion } from '../types';
import { dagRow } from '../v2/rows';
import { dagFingerprint } from './dagFingerprint';
import { DagReadState, planDagReads, rollingBudget } from './planDagReads';

const now = '2026-11-22T12:00:00.000Z';

function row(dagId: string, more?: Partial<RawDag>): RawDag {
  return {
    dagId,
    displayName: dagId,
    owners: ['team'],
    tags: ['domain:orders'],
    isPaused: false,
    isStale: false,
    hasImportErrors: false,
    ...more,
  };
}

function known(dag: RawDag, more?: Partial<DagReadState>): DagReadState {
  return {
    dagId: dag.dagId,
    fingerprint: dagFingerprint(dag),
    readAt: '2026-11-22T11:00:00.000Z',
    versionNumber: 1,
    ...more,
  };
}

function version(dagId: string, number: number): RawDagVersion {
  return { id: `${dagId}-${number}`, dagId, number, createdAt: now };
}

function plan(options: Partial<Parameters<typeof planDagReads>[0]>) {
  return planDagReads({
    rows: [],
    versions: [],
    known: [],
    rollingBudget: 0,
    now,
    ...options,
  });
}

describe('planDagReads', () => {
  it('reads nothing when nothing changed', () => {
    const rows = [row('a'), row('b')];
    expect(
      plan({ rows, known: rows.map(dag => known(dag)), versions: undefined }),
    ).toEqual([]);
    expect(
      plan({
        rows,
        known: rows.map(dag => known(dag)),
        versions: [version('a', 1)],
      }),
    ).toEqual([]);
  });

  it('reads what is new', () => {
    expect(plan({ rows: [row('a')] })).toEqual([{ dagId: 'a', reason: 'new' }]);
  });

  it.each([
    ['tags', { tags: ['calls:payments'] }],
    ['owners', { owners: ['other'] }],
    ['description', { description: 'now with one' }],
    ['schedule', { scheduleSummary: '@daily' }],
    ['file', { file: 'moved.py' }],
    ['stale', { isStale: true }],
  ])('reads a DAG whose row changed in %s', (_what, change) => {
    const before = row('a');
    expect(plan({ rows: [row('a', change)], known: [known(before)] })).toEqual([
      { dagId: 'a', reason: 'row' },
    ]);
  });

  it.each([
    ['the next run', { nextRun: '2026-11-23T00:00:00.000Z' }],
    ['paused', { isPaused: true }],
    ['an import error', { hasImportErrors: true }],
    ['the bundle version', { bundleVersion: 'abc' }],
  ])('does not read for %s', (_what, change) => {
    const before = row('a');
    expect(plan({ rows: [row('a', change)], known: [known(before)] })).toEqual(
      [],
    );
  });

  it('does not read for a parse time that moved', () => {
    const [raw] = recordedItems<object>(
      'airflow-3.3.2',
      'dags-ordered-page-1',
      'dags',
    );
    const parsedAgain = {
      ...raw,
      last_parsed_time: '2030-01-01T00:00:00Z',
      last_parse_duration: 99,
    };
    expect(dagFingerprint(dagRow.parse(parsedAgain))).toBe(
      dagFingerprint(dagRow.parse(raw)),
    );
  });

  it('reads a DAG with a newer version than known', () => {
    const dag = row('a');
    expect(
      plan({
        rows: [dag],
        known: [known(dag)],
        versions: [version('a', 1), version('a', 2)],
      }),
    ).toEqual([{ dagId: 'a', reason: 'version' }]);
  });

  it('ignores versions of DAGs that are not listed', () => {
    expect(plan({ versions: [version('gone', 3)] })).toEqual([]);
  });

  it.each([
    ['too early', '11:59:30', '11:59:31', []],
    [
      'after a minute',
      '11:58:50',
      '11:58:51',
      [{ dagId: 'a', reason: 'settle' }],
    ],
    ['done', '11:58:00', '11:59:30', []],
  ])(
    'looks again when a change has settled: %s',
    (_what, changed, read, expected) => {
      const dag = row('a');
      const state = known(dag, {
        changedAt: `2026-11-22T${changed}.000Z`,
        readAt: `2026-11-22T${read}.000Z`,
      });
      expect(plan({ rows: [dag], known: [state] })).toEqual(expected);
    },
  );

  it('re-reads a few, longest unread first, beyond what changed', () => {
    const rows = ['a', 'b', 'c', 'd'].map(id => row(id));
    const states = rows.map((dag, index) =>
      known(dag, { readAt: `2026-11-22T0${9 - index}:00:00.000Z` }),
    );
    rows[3] = row('d', { description: 'changed' });
    expect(plan({ rows, known: states, rollingBudget: 2 })).toEqual([
      { dagId: 'd', reason: 'row' },
      { dagId: 'c', reason: 'rolling' },
      { dagId: 'b', reason: 'rolling' },
    ]);
  });

  it('leaves stale DAGs out of the turns', () => {
    const dag = row('a', { isStale: true });
    expect(
      plan({ rows: [dag], known: [known(dag)], rollingBudget: 5 }),
    ).toEqual([]);
  });

  it('finds an edit in place by its turn, as no sign shows it', () => {
    // version-feed-*: the same version, new tasks, an unchanged row
    const [before, after] = ['before-edit', 'after-edit-without-runs'].map(
      scene =>
        recordedItems<{ id: string; version_number: number }>(
          'airflow-3.3.2',
          `version-feed-${scene}-versions`,
          'dag_versions',
        ),
    );
    expect(after.map(({ version_number }) => version_number)).toEqual(
      before.map(({ version_number }) => version_number),
    );
    const dag = row('flip_never_run');
    const feed = [version('flip_never_run', 1)];
    const states = [known(dag)];
    expect(plan({ rows: [dag], known: states, versions: feed })).toEqual([]);
    expect(
      plan({ rows: [dag], known: states, versions: feed, rollingBudget: 1 }),
    ).toEqual([{ dagId: 'flip_never_run', reason: 'rolling' }]);
  });
});

describe('rollingBudget', () => {
  it.each([
    [5_000, 30, 42],
    [60, 30, 1],
    [0, 30, 0],
    [3, 7_200, 3],
  ])('%i DAGs every %i s: %i', (dags, intervalSeconds, expected) => {
    expect(rollingBudget({ dags, intervalSeconds })).toBe(expected);
  });
});
