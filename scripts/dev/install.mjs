import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { runToEnd } from './processes.mjs';

const STAMP = 'node_modules/.airflow-kuma-install';

/** Installs when a manifest or the lock file changed since the last install. */
export async function install() {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  console.error(
    'dev: installing dependencies (about 3 minutes the first time)',
  );
  const code = await runToEnd('yarn', ['install'], {
    quietUnlessFailed: true,
  });
  if (code !== 0) process.exit(code);
  writeFileSync(STAMP, fingerprint());
}

function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  const manifests = globSync('{packages,plugins}/*/package.json').sort();
  for (const file of ['yarn.lock', 'package.json', ...manifests]) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}
