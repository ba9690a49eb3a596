import { destinationOf, LABEL } from '../mesh';
import { readRecord } from '../read';
import { ServiceIndex, servicePorts } from '../services';
import { sniOf } from '../sni';
import {
  DestinationInbound,
  DestinationServicePort,
  ServiceVerdict,
  SourceIdentity,
  Verdict,
  VerdictBasis,
  VerdictCode,
  VerdictOutcome,
} from '../types';
import { CompiledMesh } from './compiledMesh';

type Evaluate = (
  source: SourceIdentity,
  destination: DestinationInbound,
) => Verdict;

/** Outcomes, the one to show first where proxies disagree. */
const WORST: VerdictOutcome[] = ['deny', 'unknown', 'not-enforced', 'allow'];

/** The verdict where there is no such proxy, inbound or service. */
export function unknownDestination(
  destination: DestinationInbound | DestinationServicePort,
  basis: VerdictBasis,
): Verdict {
  const name =
    'dataplane' in destination
      ? `inbound ${destination.inbound} of ${destination.dataplane}`
      : `proxy behind ${destination.name}`;
  return plainVerdict(
    basis,
    'unknown',
    'no-such-destination',
    `There is no ${name}.`,
  );
}

/** What all proxies behind a port of a service say together. */
export function serviceVerdict(
  mesh: CompiledMesh,
  source: SourceIdentity,
  destination: DestinationServicePort,
  inbounds: DestinationInbound[],
  evaluate: Evaluate,
): ServiceVerdict {
  if (inbounds.length === 0) {
    const { basis } = mesh.capabilities;
    return alone(
      gatewayVerdict(mesh, destination) ??
        unknownDestination(destination, basis),
    );
  }
  const verdicts = inbounds.map(inbound => ({
    destination: inbound,
    verdict: evaluate(source, inbound),
  }));
  const [worst] = [...verdicts].sort(
    (a, b) => severity(a.verdict) - severity(b.verdict),
  );
  return {
    verdict: worst.verdict,
    agree: verdicts.every(
      ({ verdict }) => verdict.enforced === worst.verdict.enforced,
    ),
    inbounds: verdicts,
  };
}

function severity(verdict: Verdict): number {
  return WORST.indexOf(verdict.enforced);
}

/** Gateways have no inbounds, so Kuma puts no permissions on them. */
function gatewayVerdict(
  mesh: CompiledMesh,
  destination: DestinationServicePort,
): Verdict | undefined {
  const isGateway = [...mesh.proxies.values()].some(
    ({ gateway }) => gateway?.tags.get(LABEL.service) === destination.name,
  );
  if (!isGateway || destination.kind !== 'ServiceTag') return undefined;
  return plainVerdict(
    readOnly(mesh),
    'not-enforced',
    'gateway-not-decided',
    `${destination.name} is a gateway: Kuma puts no permissions on its listeners.`,
  );
}

/**
 * External services: a zone egress that belongs to the mesh decides with
 * `rules` (from 2.14); the older one lets everybody out unless the mesh forbids.
 */
export function externalServiceVerdict(
  mesh: CompiledMesh,
  services: ServiceIndex,
  source: SourceIdentity,
  destination: DestinationServicePort,
  evaluate: Evaluate,
): ServiceVerdict {
  const service = services.find(destination);
  if (!service) return alone(unknownDestination(destination, readOnly(mesh)));
  const egresses = mesh.inbounds.filter(
    inbound => inbound.kind === 'zone-egress',
  );
  if (egresses.length > 0) {
    const match = readRecord(readRecord(service.spec).match);
    const [port] = servicePorts({ ...service, spec: { ports: [match] } });
    const sni = port && sniOf(service, port, mesh.capabilities);
    const inbounds = egresses.map(inbound => ({
      ...destinationOf(inbound),
      sni,
    }));
    return serviceVerdict(mesh, source, destination, inbounds, evaluate);
  }
  const routing = readRecord(mesh.snapshot.mesh.routing);
  return alone(
    mesh.capabilities.legacy &&
      routing.defaultForbidMeshExternalServiceAccess === true
      ? plainVerdict(
          readOnly(mesh),
          'deny',
          'denied-by-default',
          'The mesh forbids external services (defaultForbidMeshExternalServiceAccess).',
        )
      : plainVerdict(
          readOnly(mesh),
          'not-enforced',
          'external-not-decided',
          'No zone egress of this mesh decides who may call this external service.',
        ),
  );
}

/** The basis of what was only read in the source, never measured. */
function readOnly({ capabilities }: CompiledMesh): VerdictBasis {
  return capabilities.basis === 'assumed' ? 'assumed' : 'source';
}

function alone(verdict: Verdict): ServiceVerdict {
  return { verdict, agree: true, inbounds: [] };
}

function plainVerdict(
  basis: VerdictBasis,
  outcome: VerdictOutcome,
  code: VerdictCode,
  reason: string,
): Verdict {
  return {
    enforced: outcome,
    intended: outcome,
    dialect: 'none',
    basis,
    selectedBy: [],
    code,
    reason,
  };
}
