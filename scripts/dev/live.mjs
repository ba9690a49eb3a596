import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { runToEnd } from './processes.mjs';
import { Tally, jest } from './tally.mjs';

const SUITES = ['airflow', 'kuma', 'kubernetes', 'verdicts'];

/** Against real systems. */
export async function run(words) {
  const unknown = words.find(word => !SUITES.includes(word));
  if (unknown) {
    console.error(
      `dev: no such live suite: ${unknown} (there are ${SUITES.join(', ')})`,
    );
    return 2;
  }
  const tally = new Tally();
  tally.add(
    'live',
    await runLive(words.length > 0 ? words : SUITES, resolve('.cache/test')),
  );
  return tally.close({});
}

/** The live suites as one Jest run. */
export function runLive(suites, reports) {
  mkdirSync(reports, { recursive: true });
  const report = `${reports}/live.json`;
  return jest(report, () =>
    runToEnd('yarn', [
      'jest',
      '--config',
      'test/live/jest.config.js',
      '--runInBand',
      '--json',
      `--outputFile=${report}`,
      `test/live/(${suites.join('|')})/`,
    ]),
  );
}
