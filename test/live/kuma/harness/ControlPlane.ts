import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { KumaBinaries, kumaVersion } from './binaries';
import { freePorts } from './freePorts';
import { Program } from './Program';
import { lackOf } from './versions';
import { waitFor } from './waitFor';

export type KumaAnswer = { status: number; body: any };

/** A real control plane: universal, one zone, in memory, on loopback. */
export class ControlPlane {
  /**
   * @param options - `environment` adds settings of kuma-cp, e.g.
   *   `KUMA_API_SERVER_READ_ONLY`; `apiPort` is for a control plane that comes
   *   back where one was before.
   */
  static async start(options: {
    binaries: KumaBinaries;
    directory: string;
    environment?: Record<string, string>;
    apiPort?: number;
  }): Promise<ControlPlane> {
    const workDirectory = join(options.directory, 'control-plane');
    mkdirSync(workDirectory, { recursive: true });
    const [http, https, dataplanes, diagnostics, interCp, mads] =
      await freePorts(6);
    const apiPort = options.apiPort ?? http;
    const environment = {
      KUMA_ENVIRONMENT: 'universal',
      KUMA_MODE: 'zone',
      KUMA_STORE_TYPE: 'memory',
      KUMA_MULTIZONE_ZONE_NAME: 'zone-1',
      KUMA_GENERAL_WORK_DIR: workDirectory,
      KUMA_API_SERVER_HTTP_INTERFACE: '127.0.0.1',
      KUMA_API_SERVER_HTTPS_INTERFACE: '127.0.0.1',
      KUMA_API_SERVER_HTTP_PORT: `${apiPort}`,
      KUMA_API_SERVER_HTTPS_PORT: `${https}`,
      // Kuma has no setting that binds the next four to loopback.
      KUMA_DP_SERVER_PORT: `${dataplanes}`,
      KUMA_DIAGNOSTICS_SERVER_PORT: `${diagnostics}`,
      KUMA_INTER_CP_SERVER_PORT: `${interCp}`,
      KUMA_MONITORING_ASSIGNMENT_SERVER_PORT: `${mads}`,
      ...(lackOf(kumaVersion(options.binaries), 'health-discovery') && {
        KUMA_DP_SERVER_HDS_ENABLED: 'false',
      }),
      ...options.environment,
    };
    const program = Program.start({
      name: 'kuma-cp',
      command: options.binaries.controlPlane,
      args: ['run'],
      environment,
      logFile: join(options.directory, 'control-plane.log'),
    });
    const controlPlane = new ControlPlane(
      program,
      environment,
      apiPort,
      options.environment ?? {},
    );
    try {
      const index = await waitFor('the control plane', async () => {
        controlPlane.assertRunning();
        return (await controlPlane.get('/')).body;
      });
      controlPlane.version = index.version;
      await waitFor('the default mesh', async () => {
        return (await controlPlane.get('/meshes/default')).status === 200;
      });
    } catch (error) {
      await program.stop();
      throw error;
    }
    return controlPlane;
  }

  /** As the API tells it, e.g. `2.14.3`. */
  version = '';

  private constructor(
    private readonly program: Program,
    private readonly environment: Record<string, string>,
    readonly apiPort: number,
    /** What was set beyond a plain control plane. */
    readonly settings: Record<string, string>,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.apiPort}`;
  }

  /** The same API with TLS; its certificate is that of `dataplaneServer`. */
  get secureUrl(): string {
    return `https://127.0.0.1:${this.environment.KUMA_API_SERVER_HTTPS_PORT}`;
  }

  /** Where kuma-dp connects to, and the certificate to expect there. */
  get dataplaneServer(): { url: string; caCertificateFile: string } {
    return {
      url: `https://localhost:${this.environment.KUMA_DP_SERVER_PORT}`,
      caCertificateFile: join(
        this.environment.KUMA_GENERAL_WORK_DIR,
        'kuma-cp.crt',
      ),
    };
  }

  get(path: string): Promise<KumaAnswer> {
    return this.request('GET', path);
  }

  put(path: string, body: unknown): Promise<KumaAnswer> {
    return this.request('PUT', path, body);
  }

  delete(path: string): Promise<KumaAnswer> {
    return this.request('DELETE', path);
  }

  /** A PUT that has to succeed. */
  async apply(path: string, body: unknown): Promise<void> {
    const answer = await this.put(path, body);
    if (answer.status !== 200 && answer.status !== 201) {
      throw new Error(
        `PUT ${path}: ${answer.status} ${JSON.stringify(answer.body)}`,
      );
    }
  }

  /** All items of a list; the labs stay below one page. */
  async list(path: string): Promise<any[]> {
    const answer = await this.get(`${path}?size=1000`);
    if (answer.status === 404) {
      return []; // This version does not have the kind.
    }
    return answer.body.items;
  }

  /** A token with which one proxy may connect. */
  dataplaneToken(mesh: string, name: string): Promise<string> {
    // A mesh gets the key that signs tokens a moment after it was made.
    return waitFor(`a token for ${mesh}/${name}`, async () => {
      const answer = await this.request('POST', '/tokens/dataplane', {
        mesh,
        name,
        type: 'dataplane',
        // A Dataplane whose identity comes from its workload needs a token
        // that names it; in every lab the workload has the proxy's name.
        workload: name,
        validFor: '24h',
      });
      return answer.status === 200 && (answer.body as string);
    });
  }

  assertRunning(): void {
    this.program.assertRunning();
  }

  stop(): Promise<void> {
    return this.program.stop();
  }

  private async request(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<KumaAnswer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    try {
      return { status: response.status, body: JSON.parse(text) };
    } catch {
      return { status: response.status, body: text };
    }
  }
}
