import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Running, freePort, runOnce, start, stop, waitFor } from './processes';

export type AirflowVersion = '3.3.2' | '2.11.2';

/**
 * A real Airflow on loopback, with SQLite and a DAG folder that tests may
 * change. It keeps its address and data over `stop` and `start`.
 */
export class AirflowServer {
  static async create(version: AirflowVersion, bin: string) {
    const home = mkdtempSync(join(tmpdir(), `airflow-${version}-`));
    const dags = join(home, 'dags');
    cpSync(
      join(__dirname, '..', version.startsWith('3') ? 'dags-3' : 'dags-2'),
      dags,
      { recursive: true },
    );
    mkdirSync(join(home, 'logs'), { recursive: true });
    const server = new AirflowServer(
      version,
      bin,
      home,
      dags,
      await freePort(),
      await freePort(),
    );
    await server.prepare();
    return server;
  }

  private running: Running[] = [];

  private constructor(
    readonly version: AirflowVersion,
    private readonly bin: string,
    private readonly home: string,
    readonly dagsFolder: string,
    private readonly port: number,
    private readonly logPort: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const log = join(this.home, 'server.log');
    const airflow = join(this.bin, 'airflow');
    if (this.version.startsWith('3')) {
      this.running = [start(airflow, ['standalone'], this.env(), log)];
    } else {
      this.running = [
        start(airflow, ['webserver', '--workers', '1'], this.env(), log),
        start(
          airflow,
          ['scheduler'],
          this.env(),
          join(this.home, 'scheduler.log'),
        ),
      ];
    }
    const health = this.version.startsWith('3')
      ? '/api/v2/monitor/health'
      : '/health';
    await waitFor(
      `Airflow ${this.version}`,
      async () => ((await fetch(`${this.url}${health}`)).ok ? true : undefined),
      { seconds: 180, running: this.running[0] },
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.map(stop));
    this.running = [];
  }

  writeDag(file: string, text: string): void {
    writeFileSync(join(this.dagsFolder, file), text);
  }

  removeDag(file: string): void {
    rmSync(join(this.dagsFolder, file));
  }

  async setPaused(dagId: string, isPaused: boolean): Promise<void> {
    const api = this.version.startsWith('3') ? 'v2' : 'v1';
    const response = await fetch(
      `${this.url}/api/${api}/dags/${dagId}?update_mask=is_paused`,
      {
        method: 'PATCH',
        headers: {
          'content-type': 'application/json',
          authorization: await this.authorization(),
        },
        body: JSON.stringify({ is_paused: isPaused }),
      },
    );
    if (!response.ok) throw new Error(await response.text());
  }

  async destroy(): Promise<void> {
    await this.stop();
    rmSync(this.home, { recursive: true, force: true });
  }

  private async authorization(): Promise<string> {
    if (!this.version.startsWith('3')) {
      return `Basic ${Buffer.from('admin:admin').toString('base64')}`;
    }
    const response = await fetch(`${this.url}/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: 'admin' }),
    });
    const { access_token: token } = await response.json();
    return `Bearer ${token}`;
  }

  private async prepare() {
    const airflow = join(this.bin, 'airflow');
    if (this.version.startsWith('3')) {
      writeFileSync(
        join(this.home, 'passwords.json'),
        JSON.stringify({ admin: 'admin', reader: 'reader' }),
      );
      return;
    }
    await runOnce(airflow, ['db', 'migrate'], this.env());
    await runOnce(airflow, ['sync-perm'], this.env());
    for (const [name, role] of [
      ['admin', 'Admin'],
      ['reader', 'Viewer'],
    ]) {
      await runOnce(
        airflow,
        [
          'users',
          'create',
          '-u',
          name,
          '-p',
          name,
          '-r',
          role,
          '-f',
          name,
          '-l',
          name,
          '-e',
          `${name}@example.com`,
        ],
        this.env(),
      );
    }
  }

  private env(): Record<string, string> {
    const common = {
      AIRFLOW_HOME: this.home,
      // `airflow standalone` starts its parts by name.
      PATH: `${this.bin}${delimiter}${process.env.PATH}`,
      AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
      AIRFLOW__CORE__DAGS_FOLDER: this.dagsFolder,
      AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION: 'False',
      AIRFLOW__CORE__UNIT_TEST_MODE: 'False',
      AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT: String(this.logPort),
      NO_PROXY: '127.0.0.1,localhost',
      // Each slot is a process from the start.
      AIRFLOW__CORE__PARALLELISM: '2',
    };
    if (!this.version.startsWith('3')) {
      return {
        ...common,
        AIRFLOW__API__AUTH_BACKENDS: 'airflow.api.auth.backend.basic_auth',
        AIRFLOW__WEBSERVER__WEB_SERVER_PORT: String(this.port),
        AIRFLOW__WEBSERVER__WEB_SERVER_HOST: '127.0.0.1',
        AIRFLOW__SCHEDULER__MIN_FILE_PROCESS_INTERVAL: '5',
        AIRFLOW__SCHEDULER__DAG_DIR_LIST_INTERVAL: '10',
      };
    }
    return {
      ...common,
      AIRFLOW__API__PORT: String(this.port),
      AIRFLOW__API__HOST: '127.0.0.1',
      AIRFLOW__API__BASE_URL: this.url,
      AIRFLOW__CORE__EXECUTION_API_SERVER_URL: `${this.url}/execution/`,
      AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS: 'admin:admin,reader:viewer',
      AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE: join(
        this.home,
        'passwords.json',
      ),
      AIRFLOW__API_AUTH__JWT_SECRET:
        'only-for-this-test-and-thrown-away-after-it-000000000000000000000',
      // Short, so that a test sees credentials expire.
      AIRFLOW__API_AUTH__JWT_EXPIRATION_TIME: '20',
      AIRFLOW__API_AUTH__JWT_LEEWAY: '0',
      AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL: '10',
      AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL: '5',
    };
  }
}
