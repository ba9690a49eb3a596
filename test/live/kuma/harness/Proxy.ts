import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KumaBinaries } from './binaries';
import { ControlPlane } from './ControlPlane';
import { EchoApp } from './EchoApp';
import { Program } from './Program';
import { InboundSpec, ProxySpec } from './types';

// The control plane reads an Envoy's counters and configuration through a
// listener at the proxy's address, but not where that is exactly 127.0.0.1.
const PROXY_ADDRESS = '127.0.0.2';

/** Ports of loopback that one proxy takes. */
export type ProxyPorts = {
  admin: number;
  readiness: number;
  /** Where a transparent proxy expects what the kernel redirects. */
  redirected: { inbound: number; outbound: number };
  /** By the name of the inbound. */
  inbounds: Record<string, number>;
  /** By `<destination>/<inbound>`. */
  outbounds: Record<string, number>;
};

/** A service that a proxy can call. */
export type Backend = { proxy: string; inbound: string; servicePort: number };

/** The Dataplane of a workload, in the shape that 2.x and 3.0 both take. */
export function dataplaneOf(options: {
  mesh: string;
  spec: ProxySpec;
  ports: ProxyPorts;
  apps: Record<string, EchoApp>;
  backends: Backend[];
}) {
  const { mesh, spec, ports, apps, backends } = options;
  return {
    type: 'Dataplane',
    mesh,
    name: spec.name,
    labels: {
      app: spec.name,
      'kuma.io/workload': spec.name,
      ...spec.labels,
    },
    networking: {
      address: PROXY_ADDRESS,
      admin: { port: ports.admin },
      inbound: spec.inbounds.map(inbound => ({
        name: inbound.name,
        port: ports.inbounds[inbound.name],
        serviceAddress: '127.0.0.1',
        servicePort: apps[inbound.name].port,
        protocol: inbound.protocol,
        tags: tagsOf(spec, inbound),
      })),
      ...(spec.transparentProxying
        ? {
            transparentProxying: {
              redirectPortInbound: ports.redirected.inbound,
              redirectPortOutbound: ports.redirected.outbound,
              ...spec.transparentProxying,
            },
          }
        : { outbound: backends.map(backend => outboundTo(backend, ports)) }),
    },
  };
}

function outboundTo(
  { proxy, inbound, servicePort }: Backend,
  ports: ProxyPorts,
) {
  return {
    address: '127.0.0.1',
    port: ports.outbounds[`${proxy}/${inbound}`],
    backendRef: { kind: 'MeshService', name: proxy, port: servicePort },
  };
}

/** Tags of an inbound; the first one's service has the name of the workload. */
export function tagsOf(
  spec: ProxySpec,
  inbound: InboundSpec,
): Record<string, string> {
  return {
    ...(inbound.tags ?? spec.tags),
    'kuma.io/service':
      inbound === spec.inbounds[0] ? spec.name : `${spec.name}-${inbound.name}`,
    'kuma.io/protocol': inbound.protocol,
  };
}

/**
 * A script that starts Envoy with a short flush interval: kuma-dp has no
 * setting for it, and Envoy's default keeps access logs back for 10 s.
 */
function envoyThatFlushes(directory: string, envoy: string): string {
  const script = join(directory, 'envoy');
  writeFileSync(
    script,
    `#!/bin/sh\nexec '${envoy}' "$@" --file-flush-interval-msec 50\n`,
  );
  chmodSync(script, 0o755);
  return script;
}

/** A real kuma-dp with its Envoy. */
export class Proxy {
  static async start(options: {
    binaries: KumaBinaries;
    controlPlane: ControlPlane;
    directory: string;
    dataplane: ReturnType<typeof dataplaneOf>;
    readinessPort: number;
  }): Promise<Proxy> {
    const { binaries, controlPlane, dataplane } = options;
    const { mesh, name } = dataplane;
    const directory = join(options.directory, `${mesh}-${name}`);
    mkdirSync(directory, { recursive: true });
    const dataplaneFile = join(directory, 'dataplane.json');
    writeFileSync(dataplaneFile, JSON.stringify(dataplane));
    const tokenFile = join(directory, 'token');
    writeFileSync(tokenFile, await controlPlane.dataplaneToken(mesh, name), {
      mode: 0o600,
    });

    const { url, caCertificateFile } = controlPlane.dataplaneServer;
    const args = {
      'cp-address': url,
      'ca-cert-file': caCertificateFile,
      'dataplane-file': dataplaneFile,
      'dataplane-token-file': tokenFile,
      'binary-path': envoyThatFlushes(directory, binaries.envoy),
      'work-dir': directory,
      'drain-time': '1s',
      'dns-enabled': 'false',
      // One worker has one connection to each destination, see LiveMesh.call.
      concurrency: '1',
    };
    const program = Program.start({
      name: `proxy ${name}`,
      command: binaries.dataplane,
      args: [
        'run',
        ...Object.entries(args).map(([key, value]) => `--${key}=${value}`),
      ],
      environment: { KUMA_READINESS_PORT: `${options.readinessPort}` },
      logFile: join(directory, 'log'),
    });
    return new Proxy(program);
  }

  private constructor(private readonly program: Program) {}

  assertRunning(): void {
    this.program.assertRunning();
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}
