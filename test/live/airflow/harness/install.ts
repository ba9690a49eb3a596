import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HOME = resolve(__dirname, '../../../../.airflow');

/**
 * Installs Airflow into an ignored environment and gives its `bin` folder.
 * The constraints keep an install of today working: without them it takes
 * whatever is newest, which once broke 3.0.6.
 */
export async function installAirflow(
  python: string,
  version: string,
): Promise<string> {
  const home = join(HOME, version);
  const bin = join(home, 'bin');
  const stamp = join(home, 'installed');
  const constraints = join(__dirname, `constraints-${version}.txt`);
  const wanted = readFileSync(constraints, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return bin;

  mkdirSync(HOME, { recursive: true });
  const options = { maxBuffer: 64 * 1024 * 1024 };
  await run(python, ['-m', 'venv', '--clear', home], options);
  await run(
    join(bin, 'pip'),
    [
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--constraint',
      constraints,
      `apache-airflow==${version}`,
    ],
    options,
  );
  writeFileSync(stamp, wanted);
  return bin;
}
