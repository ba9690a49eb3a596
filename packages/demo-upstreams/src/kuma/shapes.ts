import { kri, kumaTime } from './format';
import { computedLabels, sorted } from './labels';
import {
  ExternalServiceSeed,
  KumaVersion,
  MeshSeed,
  ProxySeed,
  Resource,
  ServiceSeed,
} from './types';

/** What all shapes need to know of where they live. */
export type Place = { version: KumaVersion; zone: string; mesh: string };

type Times = { created: number; modified?: number };

function times({ created, modified = created }: Times) {
  return {
    creationTime: kumaTime(created),
    modificationTime: kumaTime(modified),
  };
}

function isThree(place: { version: KumaVersion }): boolean {
  return place.version.startsWith('3.');
}

export function meshResource(
  version: KumaVersion,
  seed: MeshSeed,
  at: Times,
): Resource {
  const three = isThree({ version });
  return {
    type: 'Mesh',
    name: seed.name,
    ...times(at),
    ...(three && {
      labels: { 'kuma.io/display-name': seed.name, 'kuma.io/origin': 'zone' },
    }),
    kri: kri('m', { name: seed.name }),
    ...(seed.ca && {
      mtls: {
        enabledBackend: seed.ca.backend,
        backends: [
          {
            name: seed.ca.backend,
            type: 'builtin',
            ...(seed.ca.mode === 'PERMISSIVE' && { mode: 'PERMISSIVE' }),
          },
        ],
      },
    }),
    ...(!three && {
      meshServices:
        seed.meshServices === 'Disabled' ? {} : { mode: 'Exclusive' },
    }),
  };
}

export function dataplaneResource(
  place: Place,
  seed: ProxySeed,
  at: Times,
): Resource {
  const three = isThree(place);
  return {
    type: 'Dataplane',
    mesh: place.mesh,
    name: seed.name,
    ...times(at),
    labels: sorted({
      ...computedLabels({ ...place, name: seed.name, isProxy: true }),
      'kuma.io/workload': seed.workload,
      ...seed.labels,
    }),
    kri: kri('dp', { ...place, name: seed.name }),
    networking: {
      address: seed.address,
      inbound: seed.inbounds.map(inbound => ({
        port: inbound.port,
        servicePort: 8000,
        serviceAddress: '127.0.0.1',
        ...(!three && {
          tags: sorted({
            'kuma.io/protocol': inbound.protocol,
            'kuma.io/service': inbound.service ?? seed.workload,
            'kuma.io/zone': place.zone,
            ...inbound.tags,
          }),
        }),
        health: { ready: true },
        ...(inbound.name && { name: inbound.name }),
        protocol: inbound.protocol,
      })),
      ...((seed.reachableBackends || seed.transparentProxying) && {
        transparentProxying: {
          redirectPortInbound: 15006,
          redirectPortOutbound: 15001,
          ...(seed.reachableBackends && {
            reachableBackends: { refs: seed.reachableBackends },
          }),
          ...seed.transparentProxying,
        },
      }),
      admin: { port: 9901 },
    },
  };
}

export function meshServiceResource(
  place: Place,
  seed: ServiceSeed,
  at: Times,
  index: number,
): Resource {
  const name = { ...place, name: seed.name };
  return {
    type: 'MeshService',
    mesh: place.mesh,
    name: seed.name,
    ...times(at),
    labels: sorted({
      ...computedLabels(name),
      ...(seed.selector || seed.selectorTags ? {} : generatedLabels(seed.name)),
      ...seed.labels,
    }),
    kri: kri('msvc', name),
    snis: seed.ports.map(port => ({
      port: port.port,
      sni: `sni.msvc.${place.mesh}.${place.zone}.${seed.name}.${
        port.name ?? port.port
      }`,
    })),
    spec: {
      state: 'Unavailable',
      selector: serviceSelector(place, seed),
      ports: seed.ports.map(port => ({
        ...(port.name && { name: port.name }),
        port: port.port,
        targetPort: port.targetPort,
        appProtocol: port.protocol,
      })),
      identities: [],
    },
    status: {
      addresses: [
        {
          hostname: `${seed.name}.svc.mesh.local`,
          origin: 'HostnameGenerator',
          hostnameGeneratorRef: { coreName: 'local-universal-mesh-service' },
        },
      ],
      vips: [{ ip: `241.0.${index >> 8}.${index & 0xff}` }],
      tls: { status: 'Ready' },
      hostnameGenerators: [generated('local-universal-mesh-service')],
      dataplaneProxies: {},
    },
  };
}

/** Generated services select by tag in 2.x and by workload in 3.0 (recorded). */
function serviceSelector(place: Place, seed: ServiceSeed): unknown {
  if (seed.selectorTags && !isThree(place)) {
    return { dataplaneTags: seed.selectorTags };
  }
  if (!seed.selector && !isThree(place)) {
    return { dataplaneTags: { 'kuma.io/service': seed.name } };
  }
  const matchLabels = seed.selector ?? { 'kuma.io/workload': seed.name };
  return { dataplaneLabels: { matchLabels } };
}

function generatedLabels(name: string): Record<string, string> {
  return {
    'kuma.io/display-name': name,
    'kuma.io/managed-by': 'meshservice-generator',
  };
}

export function meshExternalServiceResource(
  place: Place,
  seed: ExternalServiceSeed,
  at: Times,
  index: number,
): Resource {
  const name = { ...place, name: seed.name };
  return {
    type: 'MeshExternalService',
    mesh: place.mesh,
    name: seed.name,
    ...times(at),
    labels: sorted({ ...computedLabels(name), ...seed.labels }),
    kri: kri('extsvc', name),
    snis: [
      {
        port: seed.port,
        sni: `sni.extsvc.${place.mesh}.${place.zone}.${seed.name}.${seed.port}`,
      },
    ],
    spec: {
      match: {
        type: 'HostnameGenerator',
        port: seed.port,
        protocol: seed.protocol,
      },
      endpoints: [{ address: seed.address, port: seed.port }],
      ...(seed.tls && {
        tls: {
          enabled: true,
          allowRenegotiation: false,
          verification: { mode: 'Secured', serverName: seed.address },
        },
      }),
    },
    status: {
      vip: { ip: `242.0.${index >> 8}.${index & 0xff}` },
      addresses: [
        {
          hostname: `${seed.name}.extsvc.mesh.local`,
          origin: 'HostnameGenerator',
          hostnameGeneratorRef: { coreName: 'local-mesh-external-service' },
        },
      ],
      hostnameGenerators: [generated('local-mesh-external-service')],
    },
  };
}

/** ExternalService of 2.x; shape of Kuma's own API goldens. */
export function externalServiceResource(
  place: Place,
  seed: ExternalServiceSeed,
  at: Times,
): Resource {
  return {
    type: 'ExternalService',
    mesh: place.mesh,
    name: seed.name,
    ...times(at),
    labels: sorted({ 'kuma.io/mesh': place.mesh, ...seed.labels }),
    networking: {
      address: `${seed.address}:${seed.port}`,
      ...(seed.tls && { tls: { enabled: true } }),
    },
    tags: {
      'kuma.io/protocol': seed.protocol,
      'kuma.io/service': seed.name,
    },
  };
}

export function meshIdentityResource(
  place: Place,
  seed: NonNullable<MeshSeed['identity']>,
  at: Times,
): Resource {
  const name = { ...place, name: seed.name };
  return {
    type: 'MeshIdentity',
    mesh: place.mesh,
    name: seed.name,
    ...times(at),
    labels: sorted(computedLabels(name)),
    kri: kri('mid', name),
    spec: {
      selector: { dataplane: { matchLabels: seed.selects ?? {} } },
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
          certificateParameters: {
            expiry: `${Math.floor(seed.lifetimeSeconds / 3600)}h0m0s`,
          },
        },
      },
    },
    status: {
      conditions: [
        ready(
          'Provider',
          'ProviderInitialized',
          'Provider successfully initialized',
        ),
        ready(
          'MeshTrustCreated',
          'MeshTrustCreated',
          'MeshTrust has been successfully created',
        ),
        ready('Ready', 'Ready', 'Successfully initialized'),
      ],
    },
  };
}

export function meshTrustResource(
  place: Place,
  identity: string,
  pem: string,
  at: Times,
): Resource {
  return {
    type: 'MeshTrust',
    mesh: place.mesh,
    name: identity,
    ...times(at),
    kri: kri('mtrust', { mesh: place.mesh, name: identity }),
    spec: {
      trustDomain: `${place.mesh}.${place.zone}.mesh.local`,
      caBundles: [{ type: 'Pem', pem: { value: pem } }],
    },
    status: { origin: { kri: kri('mid', { ...place, name: identity }) } },
  };
}

/** A policy with a `spec`, whoever wrote it. */
export function policyResource(
  place: Place,
  type: { name: string; shortName: string },
  policy: { name: string; labels?: Record<string, string>; spec: unknown },
  at: Times,
): Resource {
  const name = { ...place, name: policy.name };
  return {
    type: type.name,
    mesh: place.mesh,
    name: policy.name,
    ...times(at),
    labels: sorted({ ...computedLabels(name), ...policy.labels }),
    kri: kri(type.shortName, name),
    spec: policy.spec,
  };
}

function generated(coreName: string) {
  return {
    hostnameGeneratorRef: { coreName },
    conditions: [
      { type: 'Generated', status: 'True', reason: 'Generated', message: '' },
    ],
  };
}

function ready(type: string, reason: string, message: string) {
  return { type, status: 'True', reason, message };
}
