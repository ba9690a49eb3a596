import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- the comparer of `./dev verdicts`, which is no package
import {
  compareVerdicts,
  formatComparison,
  MeasuredVerdict,
  snapshotOf,
  VerdictFile,
} from '../../../../test/verdicts/compare';
import { createEvaluator } from './createEvaluator';
import { Verdict } from './types';

const RECORDINGS = resolve(__dirname, '../../../../test/recordings/verdicts');

function read(name: string): VerdictFile {
  const bytes = readFileSync(resolve(RECORDINGS, `${name}.json.gz`));
  return JSON.parse(gunzipSync(bytes).toString('utf8'));
}

/** Every verdict that Envoy gave, with what the evaluator says, SNI derived. */
function eachVerdict(
  file: VerdictFile,
  visit: (
    verdict: Verdict,
    measured: MeasuredVerdict & Record<string, any>,
    scenario: string,
  ) => void,
) {
  for (const scenario of file.scenarios ?? []) {
    const snapshot = snapshotOf(file, scenario);
    const evaluator = createEvaluator(snapshot);
    for (const measured of scenario.verdicts ?? []) {
      if (measured.verdict === 'unknown') continue;
      const destination = { dataplane: measured.destination };
      const source = { uriSans: measured.sourceUriSans ?? [] };
      let verdict = evaluator.evaluate(source, {
        ...destination,
        inbound: measured.inbound ?? '',
      });
      if (verdict.code === 'no-such-destination') {
        const inbound = String(measured.port);
        verdict = evaluator.evaluate(source, { ...destination, inbound });
      }
      visit(verdict, measured, scenario.id ?? '');
    }
  }
}

describe('verdicts measured on real Envoys', () => {
  it.each([
    ['rules', 5820, 20],
    ['rules-3.0-preview', 3286, 42],
    ['from', 5256, 0],
    ['from-without-cliques', 912, 0],
    ['legacy', 2376, 0],
    ['mixed', 560, 0],
  ])('agree on all of %s', (name, compared, skipped) => {
    const comparison = compareVerdicts(read(name));
    expect(comparison.disagreements).toEqual([]);
    expect(comparison).toMatchObject({ agree: compared, compared, skipped });
  });

  it.each(['rules', 'rules-3.0-preview', 'from', 'legacy', 'mixed'])(
    'agree on %s without being told the SNI, and name policy and shadow',
    name => {
      const wrong: unknown[] = [];
      eachVerdict(read(name), (verdict, measured, scenario) => {
        const { decidedBy, shadow } = measured;
        const kri = verdict.decidedBy?.policy.kri;
        const outcome =
          verdict.enforced === 'not-enforced' ? 'allow' : verdict.enforced;
        const shadowResult =
          shadow && (shadow.result === 'denied' ? 'deny' : 'allow');
        const isRight =
          outcome === measured.verdict &&
          (shadowResult ?? undefined) === verdict.shadow &&
          (decidedBy?.startsWith('kri_') ? kri === decidedBy : true) &&
          (decidedBy === 'default' ? kri === undefined : true) &&
          (decidedBy === 'tls-required'
            ? verdict.code === 'plaintext-refused'
            : true) &&
          verdict.basis === 'measured';
        if (!isRight) wrong.push({ scenario, measured, verdict });
      });
      expect(wrong).toEqual([]);
    },
  );

  it.each(['rules', 'from', 'legacy', 'mixed'])(
    'in %s show the certificates that identities give',
    name => {
      const file = read(name);
      const wrong: unknown[] = [];
      for (const scenario of file.scenarios ?? []) {
        const evaluator = createEvaluator(snapshotOf(file, scenario));
        for (const { source, sourceUriSans } of scenario.verdicts ?? []) {
          if (source === 'plaintext-client') continue;
          const { uriSans } = evaluator.identityOf(source);
          if (uriSans.join() !== (sourceUriSans ?? []).join()) {
            wrong.push({
              scenario: scenario.id,
              source,
              sourceUriSans,
              uriSans,
            });
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );

  it('differ between what is written and what is enforced only by cliques', () => {
    const codes = new Set<string>();
    let overPermissive = 0;
    eachVerdict(read('from'), verdict => {
      if (verdict.enforced === verdict.intended) return;
      overPermissive++;
      codes.add(`${verdict.intended} ${verdict.enforced} ${verdict.code}`);
    });
    expect([...codes]).toEqual(['deny allow over-permissive-grouping']);
    expect(overPermissive).toBeGreaterThan(0);
    eachVerdict(read('from-without-cliques'), verdict => {
      expect(verdict.intended).toBe(verdict.enforced);
    });
  });
});

describe('compareVerdicts', () => {
  it('finds disagreements and says where', () => {
    const file = read('rules');
    const [scenario] = file.scenarios!;
    const flipped = scenario.verdicts!.slice(0, 2).map(verdict => ({
      ...verdict,
      verdict: verdict.verdict === 'allow' ? 'deny' : 'allow',
    }));
    const comparison = compareVerdicts({
      ...file,
      scenarios: [
        { ...scenario, verdicts: [...flipped, ...scenario.verdicts!.slice(2)] },
      ],
    });
    expect(comparison.compared - comparison.agree).toBe(2);
    expect(formatComparison('x.json', comparison)).toEqual([
      expect.stringMatching(/^x\.json: agree \d+ of \d+, skipped 0$/),
      '  rules-0001: data -> payments/http: expected allow, got deny (denied-by-default)',
      '  rules-0001: data -> payments/db: expected allow, got deny (denied-by-default)',
    ]);
  });

  it('reads the cliques setting from the environment of the control plane', () => {
    const { scenarios = [], ...rest } = read('from');
    const scenario = scenarios.find(({ id }) => id === 'from-0005')!;
    const recordedWith = {
      ...rest.recordedWith,
      controlPlaneEnvironment: {
        KUMA_MESH_TRAFFIC_PERMISSION_DISABLE_CLIQUES_ALGORITHM: 'true',
      },
    };
    expect(
      compareVerdicts({ ...rest, scenarios: [scenario] }).disagreements,
    ).toEqual([]);
    expect(
      compareVerdicts({ ...rest, recordedWith, scenarios: [scenario] })
        .disagreements,
    ).not.toEqual([]);
  });

  it('takes files with hardly anything in them', () => {
    expect(compareVerdicts({})).toMatchObject({ compared: 0, skipped: 0 });
    expect(
      compareVerdicts({
        scenarios: [
          { verdicts: [{ source: 'a', destination: 'b', verdict: 'deny' }] },
          { verdicts: [{ source: 'a', destination: 'b', verdict: 'unknown' }] },
        ],
      }),
    ).toMatchObject({
      agree: 0,
      compared: 1,
      skipped: 1,
      disagreements: [{ scenario: '#0', got: 'unknown (no-such-destination)' }],
    });
  });
});
