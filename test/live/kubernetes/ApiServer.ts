import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { waitFor } from '../kuma/harness';
import { freePorts } from '../kuma/harness/freePorts';
import { Program } from '../kuma/harness/Program';
import { ClusterBinaries } from './binaries';

export type ApiAnswer = { status: number; body: any };

/** Who signs in: an administrator, and the account of a portal without rights. */
export type Account = 'admin' | 'portal';

const APPLY = 'application/apply-patch+yaml';

/** A real Kubernetes API server with its etcd, without nodes, on loopback. */
export class ApiServer {
  static async start(options: {
    binaries: ClusterBinaries;
    directory: string;
  }): Promise<ApiServer> {
    const { binaries } = options;
    const directory = join(options.directory, 'cluster');
    mkdirSync(directory, { recursive: true });
    const file = (name: string) => join(directory, name);
    const [client, peer, port] = await freePorts(3);
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(
      file('accounts.key'),
      keys.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      { mode: 0o600 },
    );
    writeFileSync(
      file('accounts.pub'),
      keys.publicKey.export({ type: 'spki', format: 'pem' }),
    );
    writeFileSync(
      file('tokens.csv'),
      'admin-token,admin,admin,"system:masters"\nportal-token,portal,portal\n',
      { mode: 0o600 },
    );
    const etcd = Program.start({
      name: 'etcd',
      command: binaries.etcd,
      args: [
        `--data-dir=${file('etcd')}`,
        `--listen-client-urls=http://127.0.0.1:${client}`,
        `--advertise-client-urls=http://127.0.0.1:${client}`,
        `--listen-peer-urls=http://127.0.0.1:${peer}`,
      ],
      environment: {},
      logFile: file('etcd.log'),
    });
    const program = Program.start({
      name: 'kube-apiserver',
      command: binaries.apiServer,
      args: [
        `--etcd-servers=http://127.0.0.1:${client}`,
        '--bind-address=127.0.0.1',
        '--advertise-address=127.0.0.1',
        `--secure-port=${port}`,
        `--cert-dir=${file('certificates')}`,
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${file('accounts.pub')}`,
        `--service-account-signing-key-file=${file('accounts.key')}`,
        `--token-auth-file=${file('tokens.csv')}`,
        '--authorization-mode=RBAC',
        '--service-cluster-ip-range=10.96.0.0/16',
        // There is no controller that would make accounts for pods.
        '--disable-admission-plugins=ServiceAccount',
      ],
      environment: {},
      logFile: file('api-server.log'),
    });
    const server = new ApiServer(port, program, etcd);
    try {
      await waitFor(
        'the API server',
        async () => {
          program.assertRunning();
          etcd.assertRunning();
          return (await server.request('GET', '/readyz')).status === 200;
        },
        { timeoutMs: 120_000 },
      );
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  private readonly agent = new Agent({
    // Its certificate is its own, made at this start.
    rejectUnauthorized: false,
  });

  private constructor(
    readonly port: number,
    private readonly program: Program,
    private readonly etcd: Program,
  ) {}

  kubeConfig(account: Account): KubeConfig {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromOptions({
      clusters: [
        {
          name: 'live',
          server: `https://127.0.0.1:${this.port}`,
          skipTLSVerify: true,
        },
      ],
      users: [{ name: account, token: `${account}-token` }],
      contexts: [{ name: 'live', cluster: 'live', user: account }],
      currentContext: 'live',
    });
    return kubeConfig;
  }

  /** A request that has to succeed, or to say that it is there already. */
  async create(path: string, body: object): Promise<void> {
    const answer = await this.request('POST', path, body);
    if (answer.status >= 300 && answer.status !== 409) {
      throw new Error(
        `POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
  }

  /** Changes an object as somebody else would. */
  async changeAs(manager: string, path: string, body: object): Promise<void> {
    const answer = await this.request(
      'PATCH',
      `${path}?fieldManager=${manager}`,
      body,
      'application/merge-patch+json',
    );
    if (answer.status !== 200) {
      throw new Error(`PATCH ${path}: ${JSON.stringify(answer.body)}`);
    }
  }

  async request(
    method: string,
    path: string,
    body?: object,
    contentType = method === 'PATCH' ? APPLY : 'application/json',
  ): Promise<ApiAnswer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: this.port,
          path,
          method,
          agent: this.agent,
          headers: {
            authorization: 'Bearer admin-token',
            'content-type': contentType,
          },
          timeout: 30_000,
        },
        response => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', part => {
            text += part;
          });
          response.on('error', reject);
          response.on('end', () => {
            try {
              resolve({
                status: response.statusCode!,
                body: text && JSON.parse(text),
              });
            } catch {
              resolve({ status: response.statusCode!, body: text });
            }
          });
        },
      );
      sent.on('timeout', () => sent.destroy(new Error(`${path}: too slow`)));
      sent.on('error', reject);
      sent.end(body && JSON.stringify(body));
    });
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await this.etcd.stop();
  }
}
