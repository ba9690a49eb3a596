import { InboundModel, LABEL } from '../mesh';
import { compareTexts } from '../policies';
import { readString, readTexts } from '../read';
import { sniOf } from '../sni';
import { DestinationServicePort, KumaResource, MeshSnapshot } from '../types';
import { Capabilities } from '../version';
import { servicesBehind } from './multiZone';
import { leadsTo } from './selectsProxies';
import { servicePorts } from './servicePorts';

/** An inbound behind a port of a service, and the SNI that its callers send. */
export type ServiceInbound = { inbound: InboundModel; sni?: string };

/** Finds what is behind services; built once for a mesh. */
export class ServiceIndex {
  constructor(
    private readonly snapshot: MeshSnapshot,
    private readonly capabilities: Capabilities,
    private readonly inbounds: InboundModel[],
  ) {}

  /** The resource of a service, `undefined` for tags and unknown names. */
  find(destination: DestinationServicePort): KumaResource | undefined {
    return this.listOf(destination.kind).find(
      service => service.name === destination.name,
    );
  }

  /** The inbounds that carry a port of a service. */
  inboundsOf(destination: DestinationServicePort): ServiceInbound[] {
    const { kind, name, port } = destination;
    if (kind === 'ServiceTag') {
      return this.inbounds
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
  sniOfInbound(inbound: InboundModel): string | undefined {
    const found: { generated: boolean; name: string; sni: string }[] = [];
    for (const service of this.snapshot.meshServices) {
      for (const port of servicePorts(service)) {
        if (!leadsTo(service, port, inbound)) continue;
        found.push({
          generated: readTexts(service.labels).has(LABEL.managedBy),
          name: readString(service.name) ?? '',
          sni: sniOf(service, port, this.capabilities),
        });
      }
    }
    found.sort(
      (a, b) =>
        Number(a.generated) - Number(b.generated) ||
        compareTexts(a.name, b.name),
    );
    return found[0]?.sni;
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
          this.inbounds.filter(inbound =>
            leadsTo(meshService, candidate, inbound),
          ),
        ),
    );
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
