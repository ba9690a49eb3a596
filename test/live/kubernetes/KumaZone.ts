import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { waitFor } from '../kuma/harness';
import { freePorts } from '../kuma/harness/freePorts';
import { Program } from '../kuma/harness/Program';
import { ApiServer } from './ApiServer';
import { ClusterBinaries } from './binaries';

export const SYSTEM_NAMESPACE = 'kuma-system';

const PATHS: Record<string, string> = {
  CustomResourceDefinition:
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  MutatingWebhookConfiguration:
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
  ValidatingWebhookConfiguration:
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
};

type Manifest = {
  kind: string;
  metadata: { name: string };
  webhooks?: {
    clientConfig: {
      service?: { path?: string };
      url?: string;
      caBundle?: string;
    };
  }[];
};

/** A real zone control plane in Kubernetes mode, with the webhooks of its chart. */
export class KumaZone {
  static async start(options: {
    binaries: ClusterBinaries;
    directory: string;
    server: ApiServer;
  }): Promise<KumaZone> {
    const { binaries, server } = options;
    const directory = join(options.directory, 'zone');
    mkdirSync(directory, { recursive: true });
    const file = (name: string) => join(directory, name);
    // The names that the admission server looks for.
    execFileSync(binaries.kumactl, [
      'generate',
      'tls-certificate',
      '--type=server',
      '--hostname=localhost',
      `--cert-file=${file('tls.crt')}`,
      `--key-file=${file('tls.key')}`,
    ]);
    const certificate = readFileSync(file('tls.crt'));
    writeFileSync(file('ca.crt'), certificate);
    writeFileSync(
      file('kubeconfig'),
      server.kubeConfig('admin').exportConfig(),
      { mode: 0o600 },
    );
    await server.create('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: SYSTEM_NAMESPACE,
        labels: { 'kuma.io/sidecar-injection': 'disabled' },
      },
    });
    const manifests = installed(binaries.kumactl);
    for (const manifest of manifests) {
      if (manifest.kind !== 'CustomResourceDefinition') continue;
      await server.create(PATHS[manifest.kind], manifest);
    }

    const [admission, http, https, dataplanes, diagnostics, interCp, mads] =
      await freePorts(7);
    const program = Program.start({
      name: 'kuma-cp',
      command: binaries.controlPlane,
      args: ['run'],
      environment: {
        KUBECONFIG: file('kubeconfig'),
        KUBERNETES_SERVICE_HOST: '127.0.0.1',
        KUBERNETES_SERVICE_PORT: `${server.port}`,
        POD_NAMESPACE: SYSTEM_NAMESPACE,
        KUMA_ENVIRONMENT: 'kubernetes',
        KUMA_MODE: 'zone',
        KUMA_STORE_TYPE: 'kubernetes',
        KUMA_STORE_KUBERNETES_SYSTEM_NAMESPACE: SYSTEM_NAMESPACE,
        KUMA_MULTIZONE_ZONE_NAME: 'zone-1',
        KUMA_GENERAL_WORK_DIR: directory,
        KUMA_GENERAL_TLS_CERT_FILE: file('tls.crt'),
        KUMA_GENERAL_TLS_KEY_FILE: file('tls.key'),
        KUMA_DP_SERVER_HDS_ENABLED: 'false',
        KUMA_DP_SERVER_PORT: `${dataplanes}`,
        KUMA_DIAGNOSTICS_SERVER_PORT: `${diagnostics}`,
        KUMA_INTER_CP_SERVER_PORT: `${interCp}`,
        KUMA_MONITORING_ASSIGNMENT_SERVER_PORT: `${mads}`,
        // As the chart has it.
        KUMA_API_SERVER_READ_ONLY: 'true',
        KUMA_API_SERVER_HTTP_INTERFACE: '127.0.0.1',
        KUMA_API_SERVER_HTTPS_INTERFACE: '127.0.0.1',
        KUMA_API_SERVER_HTTP_PORT: `${http}`,
        KUMA_API_SERVER_HTTPS_PORT: `${https}`,
        KUMA_RUNTIME_KUBERNETES_CONTROL_PLANE_SERVICE_NAME:
          'kuma-control-plane',
        KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_ADDRESS: '127.0.0.1',
        KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_PORT: `${admission}`,
        KUMA_RUNTIME_KUBERNETES_ADMISSION_SERVER_CERT_DIR: directory,
        KUMA_RUNTIME_KUBERNETES_INJECTOR_CA_CERT_FILE: file('ca.crt'),
        KUMA_RUNTIME_KUBERNETES_LEADER_ELECTION_ENABLED: 'false',
        // It signs in as this one, where the chart has an account of its own.
        KUMA_RUNTIME_KUBERNETES_ALLOWED_USERS: 'admin',
      },
      logFile: file('log'),
    });
    const zone = new KumaZone(
      `http://127.0.0.1:${http}`,
      `https://localhost:${dataplanes}`,
      file('ca.crt'),
      program,
    );
    try {
      await waitFor(
        'the default mesh',
        async () => {
          program.assertRunning();
          return (await fetch(`${zone.url}/meshes/default`)).ok;
        },
        { timeoutMs: 120_000 },
      );
      for (const manifest of manifests) {
        if (!manifest.webhooks) continue;
        await server.create(
          PATHS[manifest.kind],
          at(manifest, admission, certificate),
        );
      }
    } catch (error) {
      await program.stop();
      throw error;
    }
    return zone;
  }

  private constructor(
    readonly url: string,
    /** Where kuma-dp connects to, and the certificate to expect there. */
    readonly dataplaneServer: string,
    readonly caCertificateFile: string,
    private readonly program: Program,
  ) {}

  /** Names of the permissions of the default mesh, as Kuma's API shows them. */
  async permissions(): Promise<string[]> {
    const response = await fetch(
      `${this.url}/meshes/default/meshtrafficpermissions`,
    );
    const { items } = (await response.json()) as { items: { name: string }[] };
    return items.map(({ name }) => name).sort();
  }

  /** A fresh mesh has no MeshServices: from now on it has nothing else. */
  async separateServices(server: ApiServer): Promise<void> {
    await server.changeAs('people', '/apis/kuma.io/v1alpha1/meshes/default', {
      spec: { meshServices: { mode: 'Exclusive' } },
    });
  }

  async has(path: string): Promise<boolean> {
    return (await fetch(`${this.url}${path}`)).ok;
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}

/** What its chart installs, of the kinds that need no node to run on. */
function installed(kumactl: string): Manifest[] {
  const text = execFileSync(
    kumactl,
    ['install', 'control-plane', '--without-kubernetes-connection'],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  return parseAllDocuments(text)
    .map(document => document.toJS() as Manifest | null)
    .filter((each): each is Manifest => !!each && each.kind in PATHS);
}

/** The webhooks of a program beside the cluster instead of a service in it. */
function at(manifest: Manifest, port: number, certificate: Buffer): Manifest {
  return {
    ...manifest,
    webhooks: manifest.webhooks!.map(webhook => ({
      ...webhook,
      clientConfig: {
        url: `https://localhost:${port}${
          webhook.clientConfig.service?.path ?? '/'
        }`,
        caBundle: certificate.toString('base64'),
      },
    })),
  };
}
