import { existsSync } from 'node:fs';
import { withPostgres } from './postgres.mjs';
import { findBrowser } from './browser.mjs';
import { runToEnd } from './processes.mjs';
import { nodeWithTypeScript } from './typescript.mjs';

const BENCHES = {
  ingest: { postgres: true },
  matrix: {},
  graph: { browser: true },
  access: { postgres: true },
};

/** Prints figures; with --json one object a bench and line. */
export async function run(words) {
  const flags = words.filter(word => word.startsWith('--'));
  const names = words.filter(word => !word.startsWith('--'));
  const unknown = names.find(name => !BENCHES[name]);
  if (unknown) {
    console.error(
      `dev: no such bench: ${unknown} (there are ${Object.keys(BENCHES).join(
        ', ',
      )})`,
    );
    return 2;
  }
  let worst = 0;
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const file = `test/bench/${name}.ts`;
    if (!existsSync(file)) {
      console.error(`dev: ${file} is missing`);
      worst = 1;
      continue;
    }
    const { command, args } = nodeWithTypeScript(file, flags);
    const env = { NODE_ENV: 'test' };
    if (BENCHES[name].browser)
      env.CHROMIUM_PATH = (await findBrowser()).executablePath;
    const bench = extra =>
      runToEnd(command, ['--expose-gc', ...args], {
        env: { ...env, ...extra },
      });
    const code = BENCHES[name].postgres
      ? await withPostgres(connection => bench({ BENCH_POSTGRES: connection }))
      : await bench({});
    worst = Math.max(worst, code);
  }
  return worst;
}
