import { get } from 'node:http';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KumaBinaries, waitFor } from '../kuma/harness';
import { freePorts } from '../kuma/harness/freePorts';
import { Program } from '../kuma/harness/Program';
import { ApiServer } from './ApiServer';
import { KumaZone, SYSTEM_NAMESPACE } from './KumaZone';

/** A pod of a namespace, with a ServiceAccount of its own name. */
export type PodSpec = {
  namespace: string;
  name: string;
  labels?: Record<string, string>;
  /** Port that its Service leads to; absent for a pod that only calls. */
  servicePort?: number;
};

/** Addresses of loopback, one a pod; Kuma takes 127.0.0.1 for its own. */
const FIRST_ADDRESS = 2;

const MESH_IDENTITY = {
  apiVersion: 'kuma.io/v1alpha1',
  kind: 'MeshIdentity',
  metadata: {
    name: 'identity',
    namespace: SYSTEM_NAMESPACE,
    labels: { 'kuma.io/mesh': 'default', 'kuma.io/origin': 'zone' },
  },
  spec: {
    selector: { dataplane: { matchLabels: {} } },
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

const running = (ip: string) => ({
  phase: 'Running',
  podIP: ip,
  podIPs: [{ ip }],
  conditions: [
    { type: 'Initialized', status: 'True' },
    { type: 'Ready', status: 'True' },
    { type: 'ContainersReady', status: 'True' },
  ],
  containerStatuses: [
    {
      name: 'app',
      ready: true,
      started: true,
      restartCount: 0,
      image: 'app',
      imageID: 'app',
      state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
    },
  ],
});

/**
 * Pods without a node: made by hand, injected by Kuma's webhook, and said to
 * run. Each has a real kuma-dp with its Envoy beside the cluster.
 */
export class PodMesh {
  static async start(options: {
    server: ApiServer;
    zone: KumaZone;
    binaries: KumaBinaries;
    directory: string;
    pods: PodSpec[];
  }): Promise<PodMesh> {
    const { server } = options;
    await server.create(
      `/apis/kuma.io/v1alpha1/namespaces/${SYSTEM_NAMESPACE}/meshidentities`,
      MESH_IDENTITY,
    );
    const mesh = new PodMesh(options);
    try {
      for (const [index, pod] of options.pods.entries())
        await mesh.run(pod, `127.0.0.${FIRST_ADDRESS + index}`);
    } catch (error) {
      await mesh.stop();
      throw error;
    }
    return mesh;
  }

  private readonly programs: Program[] = [];
  private readonly sockets = new Map<string, string>();

  private constructor(
    private readonly options: Parameters<typeof PodMesh.start>[0],
  ) {}

  /** Whether the permissions of a pod's Envoy hold a text, e.g. a SPIFFE ID. */
  async enforces(name: string, text: string): Promise<boolean> {
    return (await configDump(this.sockets.get(name)!)).includes(text);
  }

  async stop(): Promise<void> {
    for (const program of this.programs) await program.stop();
  }

  private async run(pod: PodSpec, address: string): Promise<void> {
    const { server, zone } = this.options;
    const { namespace, name, servicePort } = pod;
    const [port] = await freePorts(1);
    await server.create(`/api/v1/namespaces/${namespace}/serviceaccounts`, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name },
    });
    if (servicePort !== undefined) {
      await server.create(
        `/api/v1/namespaces/${namespace}/services`,
        service(pod),
      );
    }
    const path = `/api/v1/namespaces/${namespace}/pods`;
    await server.create(path, podOf(pod, port));
    const { status } = await server.request(
      'PATCH',
      `${path}/${name}/status`,
      { status: running(address) },
      'application/merge-patch+json',
    );
    if (status !== 200) throw new Error(`the status of ${name}: ${status}`);
    await waitFor(`the Dataplane of ${name}`, () =>
      zone.has(`/meshes/default/dataplanes/${name}.${namespace}`),
    );
    await this.startProxy(pod, address);
  }

  private async startProxy(pod: PodSpec, address: string): Promise<void> {
    const { server, zone, binaries } = this.options;
    const { namespace, name } = pod;
    const directory = join(this.options.directory, name);
    mkdirSync(directory, { recursive: true });
    const token = await server.request(
      'POST',
      `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
      {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 7200 },
      },
    );
    const tokenFile = join(directory, 'token');
    writeFileSync(tokenFile, token.body.status.token, { mode: 0o600 });
    const envoy = join(directory, 'envoy');
    writeFileSync(envoy, `#!/bin/sh\nexec '${binaries.envoy}' "$@"\n`);
    chmodSync(envoy, 0o755);
    const [readiness, probes] = await freePorts(2);
    const args = {
      'cp-address': zone.dataplaneServer,
      'ca-cert-file': zone.caCertificateFile,
      name: `${name}.${namespace}`,
      mesh: 'default',
      'dataplane-token-file': tokenFile,
      'binary-path': envoy,
      'work-dir': directory,
      'drain-time': '1s',
      'dns-enabled': 'false',
      concurrency: '1',
    };
    const program = Program.start({
      name: `proxy ${name}`,
      command: binaries.dataplane,
      args: [
        'run',
        ...Object.entries(args).map(([key, value]) => `--${key}=${value}`),
      ],
      environment: {
        KUMA_READINESS_PORT: `${readiness}`,
        KUMA_APPLICATION_PROBE_PROXY_PORT: `${probes}`,
        INSTANCE_IP: address,
      },
      logFile: join(directory, 'log'),
    });
    this.programs.push(program);
    this.sockets.set(name, join(directory, 'kuma-envoy-admin.sock'));
    await waitFor(
      `the Envoy of ${name}`,
      async () => {
        program.assertRunning();
        return this.enforces(name, address);
      },
      { timeoutMs: 90_000 },
    );
  }
}

/** Envoys of Kuma 2.14 are administered through a socket beside their proxy. */
function configDump(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ socketPath, path: '/config_dump' }, response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', part => {
        text += part;
      });
      response.on('end', () => resolve(text));
      response.on('error', reject);
    }).on('error', reject);
  });
}

function service({ name, servicePort, labels }: PodSpec) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels },
    spec: {
      selector: { app: name },
      ports: [
        {
          name: 'http',
          port: servicePort,
          targetPort: 'http',
          appProtocol: 'http',
        },
      ],
    },
  };
}

function podOf({ name, namespace, labels }: PodSpec, port: number) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels: { app: name, ...labels },
    },
    spec: {
      serviceAccountName: name,
      containers: [
        {
          name: 'app',
          image: 'app',
          ports: [{ name: 'http', containerPort: port }],
        },
      ],
    },
  };
}
