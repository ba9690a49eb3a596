import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- the comparer of `./dev verdicts`, which is no package
import {
  compareVerdicts,
  snapshotOf,
  VerdictFile,
} from '../../../../test/verdicts/compare';
import { createEvaluator } from '../evaluator/createEvaluator';
import { asOf30 } from './asOf30';

const RECORDINGS = resolve(__dirname, '../../../../test/recordings/verdicts');

function read(name: string): VerdictFile {
  const bytes = readFileSync(resolve(RECORDINGS, `${name}.json.gz`));
  return JSON.parse(gunzipSync(bytes).toString('utf8'));
}

/** Scenarios that were not drawn by lot are the same in both files, by their notes. */
const notesOf = (file: VerdictFile) =>
  new Map(
    (file.scenarios as (Scenario & { note?: string; seed?: unknown })[])
      .filter(({ note, seed }) => note && typeof seed !== 'number')
      .map(scenario => [scenario.note!, scenario]),
  );

type Scenario = NonNullable<VerdictFile['scenarios']>[number];

describe('a mesh as 3.0 would have it', () => {
  it('gives the verdicts that real Envoys of 3.0 gave, from what 2.14.3 holds', () => {
    const older = read('rules');
    const newer = read('rules-3.0-preview');
    const before = notesOf(older);
    const wrong: unknown[] = [];
    let compared = 0;
    for (const [note, scenario] of notesOf(newer)) {
      const known = before.get(note);
      // An empty match is refused by the release; the preview still took it.
      const takesEmpty = scenario.verdicts?.some(
        ({ verdict }) => verdict === 'unknown',
      );
      if (!known || takesEmpty) continue;
      const evaluator = createEvaluator(asOf30(snapshotOf(older, known)));
      for (const measured of scenario.verdicts ?? []) {
        const { enforced } = evaluator.evaluate(
          { uriSans: measured.sourceUriSans ?? [] },
          { dataplane: measured.destination, inbound: measured.inbound ?? '' },
        );
        compared += 1;
        const got = enforced === 'not-enforced' ? 'allow' : enforced;
        if (got !== measured.verdict) {
          wrong.push({ scenario: scenario.id, measured, got });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(900);
  });

  it('changes nothing in a mesh of 3.0', () => {
    const newer = read('rules-3.0-preview');
    const snapshots = (newer.scenarios ?? []).map(scenario =>
      snapshotOf(newer, scenario),
    );
    expect(snapshots.length).toBeGreaterThan(100);
    const wrong: unknown[] = [];
    for (const [index, snapshot] of snapshots.entries()) {
      const now = createEvaluator(snapshot);
      const then = createEvaluator(asOf30(snapshot));
      for (const { source, destination, inbound, sourceUriSans } of newer
        .scenarios?.[index].verdicts ?? []) {
        const ask = [
          { uriSans: sourceUriSans ?? [] },
          { dataplane: destination, inbound: inbound ?? '' },
        ] as const;
        const [a, b] = [now.evaluate(...ask), then.evaluate(...ask)];
        // The preview still took an empty match, which is refused since.
        if (a.enforced !== b.enforced && a.code !== 'configuration-refused') {
          wrong.push({ source, destination, a, b });
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is compared with the very recordings', () => {
    expect(compareVerdicts(read('rules-3.0-preview')).disagreements).toEqual(
      [],
    );
  });
});
