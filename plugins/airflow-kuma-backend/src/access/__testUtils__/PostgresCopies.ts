import knexFactory, { Knex } from 'knex';
import { migrations } from './databases';

/** Copies of one migrated database on PostgreSQL, dropped at the end. */
export class PostgresCopies {
  /** Of a server, where one was brought. */
  static readonly connection =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING ??
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;

  private readonly names: string[] = [];

  private constructor(
    private readonly admin: Knex,
    private readonly prefix: string,
  ) {}

  static async create(): Promise<PostgresCopies> {
    const copies = new PostgresCopies(
      knexFactory({ client: 'pg', connection: this.connection }),
      `killed_${process.pid}_${Date.now()}`,
    );
    await copies.admin.raw('CREATE DATABASE ??', [copies.prefix]);
    copies.names.push(copies.prefix);
    const knex = knexFactory(copies.configOf(copies.prefix));
    await knex.migrate.latest({ directory: migrations });
    await knex.destroy();
    return copies;
  }

  async create(name: string): Promise<Knex.Config> {
    const copy = `${this.prefix}_${name}`;
    await this.admin.raw('CREATE DATABASE ?? TEMPLATE ??', [copy, this.prefix]);
    this.names.push(copy);
    return this.configOf(copy);
  }

  async stop(): Promise<void> {
    for (const name of this.names.reverse()) {
      await this.admin.raw('DROP DATABASE ?? WITH (FORCE)', [name]);
    }
    await this.admin.destroy();
  }

  private configOf(database: string): Knex.Config {
    const url = new URL(PostgresCopies.connection!);
    url.pathname = `/${database}`;
    return {
      client: 'pg',
      connection: url.toString(),
      pool: { min: 0, max: 4 },
    };
  }
}
