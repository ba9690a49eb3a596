import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { runE2e } from './e2e.mjs';
import { runLive } from './live.mjs';
import { POSTGRES_VARIABLE, withPostgres } from './postgres.mjs';
import { runToEnd } from './processes.mjs';
import { Tally, check, jest, playwright } from './tally.mjs';

const REPORTS = resolve('.cache/test');

/** Everything that must hold; `./dev test unit e2e` runs only those steps. */
export async function run(words) {
  mkdirSync(REPORTS, { recursive: true });
  const tally = new Tally();
  const wanted = name => words.length === 0 || words.includes(name);
  const steps = {
    types: () => check(() => runToEnd('yarn', ['tsc'])),
    lint: () => check(() => runToEnd('yarn', ['lint'])),
    unit: () =>
      withPostgres(connection =>
        jest(`${REPORTS}/unit.json`, () =>
          runToEnd(
            'yarn',
            [
              'backstage-cli',
              'repo',
              'test',
              '--watchAll=false',
              '--maxWorkers=2',
              // Whole packages compile inside a test's time on a busy machine.
              '--testTimeout=60000',
              '--json',
              `--outputFile=${REPORTS}/unit.json`,
            ],
            {
              env: {
                [POSTGRES_VARIABLE]: connection,
                BACKSTAGE_TEST_DISABLE_DOCKER: '1',
              },
            },
          ),
        ),
      ),
    live: () => runLive(['airflow', 'kuma', 'kubernetes'], REPORTS),
    e2e: () =>
      playwright(`${REPORTS}/e2e.json`, () => runE2e(`${REPORTS}/e2e.json`)),
  };
  for (const [name, step] of Object.entries(steps)) {
    if (!wanted(name)) continue;
    console.log(`\n== ${name}`);
    tally.add(name, await step());
  }
  return tally.close({
    allowedSkips: process.env.CI ? /KUMA_CP_BIN/ : undefined,
  });
}
