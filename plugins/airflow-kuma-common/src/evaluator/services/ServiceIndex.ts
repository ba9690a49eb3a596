import { InboundModel, LABEL, ProxyModel } from '../mesh';
import { compareTexts } from '../policies';
import { readString, readTexts } from '../read';
import { legacySniOf, sniOf } from '../sni';
import { DestinationServicePort, KumaResource, MeshSnapshot } from '../types';
import { Capabilities } from '../version';
import { servicesBehind } from './multiZone';
import { ProxyLookup } from './ProxyLookup';
import { ServicePortModel, servicePorts } from './servicePorts';

/** An inbound behind a port of a service, and the SNI that its callers send. */
export type ServiceInbound = { inbound: InboundModel; sni?: string };

type ServiceAndPort = { service: KumaResource; port: ServicePortModel };

/** Finds what is behind services; looks proxies up when first asked. */
export class ServiceIndex {
  private lookup?: ProxyLookup;
  private services?: Map<InboundModel, ServiceAndPort>;
  private readonly byName = new Map<string, Map<string, KumaResource>>();

  constructor(
    private readonly snapshot: MeshSnapshot,
    private readonly capabilities: Capabilities,
    private readonly proxies: ProxyModel[],
  ) {}

  /** The resource of a service, `undefined` for tags and unknown names. */
  find(destination: DestinationServicePort): KumaResource | undefined {
    const { kind, name } = destination;
    let byName = this.byName.get(kind);
    if (!byName) {
      byName = new Map(
        // The first of a name, as a search would find it.
        [...this.listOf(kind)].reverse().map(each => [each.name, each]),
      );
      this.byName.set(kind, byName);
    }
    return byName.get(name);
  }

  /** The inbounds that carry a port of a service. */
  inboundsOf(destination: DestinationServicePort): ServiceInbound[] {
    const { kind, name, port } = destination;
    if (kind === 'ServiceTag') {
      return this.proxies
        .flatMap(proxy => proxy.inbounds)
        .filter(inbound => inbound.tags.get(LABEL.service) === name)
        .filter(inbound => port === undefined || inbound.port === port)
        .map(inbound => ({ inbound }));
    }
    const service = this.find(destination);
    if (!service || kind === 'MeshExternalService') return [];
    return servicePorts(service)
      .filter(candidate => port === undefined || candidate.port === port)
      .flatMap(candidate => {
        const sni = sniOf(service, candidate, this.capabilities);
        return this.behind(kind, service, candidate.port).map(inbound => ({
          inbound,
          sni,
        }));
      });
  }

  /**
   * The SNI that callers of an inbound send. Where several services lead to it,
   * one that people made goes before one that Kuma generated, then by name.
   */
  sniOfInbound(inbound: InboundModel, legacy: boolean): string | undefined {
    this.services ??= this.servicesByInbound();
    const found = this.services.get(inbound);
    if (!found) return undefined;
    const { service, port } = found;
    return legacy
      ? legacySniOf(service, port)
      : sniOf(service, port, this.capabilities);
  }

  private servicesByInbound(): Map<InboundModel, ServiceAndPort> {
    const services = new Map<InboundModel, ServiceAndPort>();
    for (const service of [...this.snapshot.meshServices].sort(
      compareServices,
    )) {
      for (const port of servicePorts(service)) {
        for (const inbound of this.proxiesBy().inboundsOf(service, port)) {
          if (!services.has(inbound)) services.set(inbound, { service, port });
        }
      }
    }
    return services;
  }

  private behind(
    kind: 'MeshService' | 'MeshMultiZoneService',
    service: KumaResource,
    port: number,
  ): InboundModel[] {
    const services =
      kind === 'MeshService'
        ? [service]
        : servicesBehind(service, this.snapshot.meshServices);
    return services.flatMap(meshService =>
      servicePorts(meshService)
        .filter(candidate => candidate.port === port)
        .flatMap(candidate =>
          this.proxiesBy().inboundsOf(meshService, candidate),
        ),
    );
  }

  private proxiesBy(): ProxyLookup {
    this.lookup ??= new ProxyLookup(this.proxies);
    return this.lookup;
  }

  private listOf(kind: DestinationServicePort['kind']): KumaResource[] {
    switch (kind) {
      case 'MeshService':
        return this.snapshot.meshServices;
      case 'MeshMultiZoneService':
        return this.snapshot.meshMultiZoneServices;
      case 'MeshExternalService':
        return this.snapshot.meshExternalServices;
      default:
        return [];
    }
  }
}

function compareServices(a: KumaResource, b: KumaResource): number {
  const isGenerated = (service: KumaResource) =>
    Number(readTexts(service.labels).has(LABEL.managedBy));
  return (
    isGenerated(a) - isGenerated(b) ||
    compareTexts(readString(a.name) ?? '', readString(b.name) ?? '')
  );
}
