import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';

/** SQLite always; PostgreSQL where one was brought. */
export const databaseIds: TestDatabaseId[] = [
  'SQLITE_3',
  ...(['POSTGRES_15', 'POSTGRES_18'] as const).filter(
    id =>
      process.env[
        `BACKSTAGE_TEST_DATABASE_${id.replace('_', '')}_CONNECTION_STRING`
      ],
  ),
];

export const migrations = resolvePackagePath(
  '@airflow-kuma/backstage-plugin-airflow-kuma-backend',
  'migrations',
);

export async function migrated(
  databases: TestDatabases,
  id: TestDatabaseId,
): Promise<Knex> {
  const knex = await databases.init(id);
  await knex.migrate.latest({ directory: migrations });
  return knex;
}
