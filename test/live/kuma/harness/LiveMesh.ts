import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { accessLogPolicy } from './accessLog';
import { KumaBinaries } from './binaries';
import { callHttp, callTcp } from './call';
import { ControlPlane } from './ControlPlane';
import { EchoApp } from './EchoApp';
import { freePorts } from './freePorts';
import { Backend, dataplaneOf, Proxy, ProxyPorts, tagsOf } from './Proxy';
import {
  Call,
  CallResult,
  MeshServicesMode,
  ProxySpec,
  TransparentProxying,
} from './types';
import { lackOf } from './versions';
import { waitFor } from './waitFor';

// A proxy that has just started may still wait for its certificate.
const READY_MS = 90_000;

type Options = {
  binaries: KumaBinaries;
  controlPlane: ControlPlane;
  directory: string;
  name: string;
  certificates: 'mesh-identity' | 'mesh-ca';
  /** `Exclusive`, where nothing is said. */
  meshServices?: MeshServicesMode;
  proxies: ProxySpec[];
};

type Workload = {
  spec: ProxySpec;
  ports: ProxyPorts;
  apps: Record<string, EchoApp>;
  proxy?: Proxy;
};

/** A mesh with real proxies, and a way to call from one to another. */
export class LiveMesh {
  /**
   * @param options - `certificates` says who gives them: a `MeshIdentity`,
   *   or the CA of the Mesh itself; see `lackOf` for who has which.
   */
  static async start(options: Options): Promise<LiveMesh> {
    const { controlPlane, name, certificates } = options;
    const accessLog = join(options.directory, `${name}-calls.log`);
    await controlPlane.apply(`/meshes/${name}`, {
      type: 'Mesh',
      name,
      meshServices: { mode: options.meshServices ?? 'Exclusive' },
      skipCreatingInitialPolicies: ['*'],
      ...(certificates === 'mesh-ca' && {
        mtls: {
          enabledBackend: 'ca-1',
          backends: [{ name: 'ca-1', type: 'builtin' }],
        },
      }),
    });
    if (certificates === 'mesh-identity') {
      await controlPlane.apply(
        `/meshes/${name}/meshidentities/identity`,
        meshIdentity(name),
      );
    }
    await controlPlane.apply(
      `/meshes/${name}/meshaccesslogs/live-calls`,
      accessLogPolicy(name, accessLog),
    );

    const mesh = new LiveMesh(options, accessLog);
    try {
      await mesh.startWorkloads();
      await mesh.waitUntilReady();
    } catch (error) {
      await mesh.stop();
      throw error;
    }
    return mesh;
  }

  private readonly workloads = new Map<string, Workload>();

  private constructor(
    private readonly options: Options,
    private readonly accessLog: string,
  ) {}

  get name(): string {
    return this.options.name;
  }

  /**
   * Every pair of workloads that can be called: each inbound in a service, from
   * all that have an outbound to it.
   */
  get calls(): Call[] {
    return this.backends.flatMap(backend =>
      this.options.proxies
        .filter(
          source =>
            source.name !== backend.proxy && !source.transparentProxying,
        )
        .map(source => ({
          source: source.name,
          destination: backend.proxy,
          inbound: backend.inbound,
        })),
    );
  }

  /** Port of the inbound that a call arrives at. */
  inboundPort(call: Call): number {
    return this.workload(call.destination).ports.inbounds[call.inbound];
  }

  /** Protocol of the inbound that a call arrives at. */
  protocol(call: Call): 'http' | 'tcp' {
    const { inbounds } = this.workload(call.destination).spec;
    return inbounds.find(inbound => inbound.name === call.inbound)!.protocol;
  }

  /**
   * Calls from one workload to another through both their Envoys.
   *
   * Envoy keeps a connection, with the permissions of the time when it was
   * opened, until a request on it was answered. So the answer to the first
   * HTTP request after a change is not looked at.
   */
  async call(call: Call): Promise<CallResult> {
    const target = {
      id: randomUUID(),
      port: this.workload(call.source).ports.outbounds[
        `${call.destination}/${call.inbound}`
      ],
      inboundPort: this.inboundPort(call),
      expected: `${call.destination}/${call.inbound}`,
      accessLog: this.accessLog,
      denials: () => this.denials(call.destination),
    };
    if (this.protocol(call) === 'tcp') {
      return callTcp(target);
    }
    await callHttp({ ...target, id: randomUUID() });
    return callHttp(target);
  }

  /** What the Envoy of a proxy listens to now, as `<address>:<port>`. */
  async listeners(name: string): Promise<string[]> {
    const { configs } = await this.askEnvoy(name, 'xds');
    const { dynamic_listeners: listeners } = configs.find((config: any) =>
      /ListenersConfigDump$/.test(config['@type']),
    );
    return listeners
      .map(
        // Some listen to a pipe, which is nobody's way out.
        (listener: any) =>
          listener.active_state?.listener.address.socket_address,
      )
      .filter(Boolean)
      .map(({ address, port_value: port }: any) => `${address}:${port}`);
  }

  /** Edits what a transparent proxy lets its application reach. */
  async letReach(name: string, reach: TransparentProxying): Promise<void> {
    const { controlPlane } = this.options;
    const path = `/meshes/${this.name}/dataplanes/${name}`;
    const { body } = await controlPlane.get(path);
    const { redirectPortInbound, redirectPortOutbound } =
      body.networking.transparentProxying;
    body.networking.transparentProxying = {
      redirectPortInbound,
      redirectPortOutbound,
      ...reach,
    };
    await controlPlane.apply(path, body);
  }

  /** Stops one proxy, as if its machine went away. */
  async stopProxy(name: string): Promise<void> {
    await this.workload(name).proxy?.stop();
  }

  /** Stops all proxies and the applications behind them. */
  async stop(): Promise<void> {
    const workloads = [...this.workloads.values()];
    await Promise.all(workloads.map(workload => workload.proxy?.stop()));
    const apps = workloads.flatMap(workload => Object.values(workload.apps));
    await Promise.all(apps.map(app => app.stop()));
  }

  private get backends(): Backend[] {
    return this.options.proxies.flatMap(spec =>
      spec.inbounds.flatMap(inbound =>
        inbound.servicePort === undefined
          ? []
          : [
              {
                proxy: spec.name,
                inbound: inbound.name,
                servicePort: inbound.servicePort,
              },
            ],
      ),
    );
  }

  private workload(name: string): Workload {
    const workload = this.workloads.get(name);
    if (!workload) {
      throw new Error(`no workload ${name} in mesh ${this.name}`);
    }
    return workload;
  }

  private async startWorkloads(): Promise<void> {
    const { controlPlane, proxies, binaries, directory } = this.options;
    const backends = this.backends;
    const perProxy = 4 + backends.length;
    const inboundCount = proxies.flatMap(spec => spec.inbounds).length;
    const ports = await freePorts(proxies.length * perProxy + inboundCount);
    const next = () => ports.pop()!;

    for (const spec of proxies) {
      const apps: Record<string, EchoApp> = {};
      this.workloads.set(spec.name, {
        spec,
        apps,
        ports: {
          admin: next(),
          readiness: next(),
          redirected: { inbound: next(), outbound: next() },
          inbounds: Object.fromEntries(
            spec.inbounds.map(inbound => [inbound.name, next()]),
          ),
          outbounds: Object.fromEntries(
            backends.map(({ proxy, inbound }) => [
              `${proxy}/${inbound}`,
              next(),
            ]),
          ),
        },
      });
      for (const { name, protocol } of spec.inbounds) {
        apps[name] = await EchoApp.start({
          name: `${spec.name}/${name}`,
          protocol,
        });
      }
    }

    for (const workload of this.workloads.values()) {
      const { spec, ports: own, apps } = workload;
      await this.applyMeshService(workload);
      workload.proxy = await Proxy.start({
        binaries,
        controlPlane,
        directory,
        readinessPort: own.readiness,
        dataplane: dataplaneOf({
          mesh: this.name,
          spec,
          ports: own,
          apps,
          backends: backends.filter(backend => backend.proxy !== spec.name),
        }),
      });
    }
  }

  private async applyMeshService(workload: Workload): Promise<void> {
    const { spec, ports } = workload;
    const served = spec.inbounds.filter(inbound => inbound.servicePort);
    if (served.length === 0) {
      return;
    }
    await this.options.controlPlane.apply(
      `/meshes/${this.name}/meshservices/${spec.name}`,
      {
        type: 'MeshService',
        mesh: this.name,
        name: spec.name,
        labels: spec.labels,
        spec: {
          selector: this.isSelectedByTags(spec)
            ? { dataplaneTags: tagsOf(spec, spec.inbounds[0]) }
            : { dataplaneLabels: { matchLabels: { app: spec.name } } },
          ports: served.map(inbound => ({
            name: inbound.name,
            port: inbound.servicePort,
            targetPort: ports.inbounds[inbound.name],
            appProtocol: inbound.protocol,
          })),
        },
      },
    );
  }

  private isSelectedByTags({ selectedBy }: ProxySpec): boolean {
    if (selectedBy) return selectedBy === 'tags';
    const { version } = this.options.controlPlane;
    return lackOf(version, 'services-by-labels') !== undefined;
  }

  /** Ready: every proxy has a certificate, and every call a definite answer. */
  private async waitUntilReady(): Promise<void> {
    const { controlPlane } = this.options;
    for (const [name, { proxy }] of this.workloads) {
      const overview = `/meshes/${this.name}/dataplanes/${name}/_overview`;
      await waitFor(
        `a certificate of ${name}`,
        async () => {
          controlPlane.assertRunning();
          proxy?.assertRunning();
          const { body } = await controlPlane.get(overview);
          return Boolean(body.dataplaneInsight?.mTLS);
        },
        { timeoutMs: READY_MS, everyMs: 500 },
      );
    }
    for (const call of this.calls) {
      await waitFor(
        `an answer to ${call.source} from ${call.destination}/${call.inbound}`,
        async () => {
          const result = await this.call(call);
          if (result.verdict === 'failed') {
            throw new Error(result.detail);
          }
          return true;
        },
        { timeoutMs: READY_MS, everyMs: 500 },
      );
    }
  }

  /** How many calls the permissions of a proxy have refused so far. */
  private async denials(proxy: string): Promise<number> {
    const stats = await this.askEnvoy(proxy, 'stats');
    const counters = String(stats).matchAll(/rbac\.denied: (\d+)/g);
    return [...counters].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** What an Envoy tells of itself; the control plane asks it for us. */
  private async askEnvoy(proxy: string, what: 'stats' | 'xds'): Promise<any> {
    const path = `/meshes/${this.name}/dataplanes/${proxy}/${what}`;
    const { status, body } = await this.options.controlPlane.get(path);
    if (status !== 200) {
      throw new Error(`GET ${path}: ${status}`);
    }
    return body;
  }
}

function meshIdentity(mesh: string) {
  return {
    type: 'MeshIdentity',
    mesh,
    name: 'identity',
    spec: {
      selector: { dataplane: { matchLabels: {} } },
      spiffeID: {
        trustDomain: '{{ .Mesh }}.{{ .Zone }}.mesh.local',
        path: '/workload/{{ .Workload }}',
      },
      provider: {
        type: 'Bundled',
        bundled: {
          meshTrustCreation: 'Enabled',
          insecureAllowSelfSigned: true,
          autogenerate: { enabled: true },
          certificateParameters: { expiry: '12h' },
        },
      },
    },
  };
}
