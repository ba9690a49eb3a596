import { identityOfProxy } from './identity';
import { destinationOf, InboundModel } from './mesh';
import { CallerWayOut, WayOut, WaysOut, WaysOutside } from './reach';
import { ServiceIndex } from './services';
import { isLegacyCertificate } from './sni';
import {
  DestinationInbound,
  DestinationServicePort,
  MeshSnapshot,
  OutsideDestination,
  PolicyReference,
  ProxyIdentity,
  ServiceVerdict,
  SourceIdentity,
  Verdict,
} from './types';
import {
  CompiledMesh,
  compileMesh,
  InboundState,
  InboundStates,
  verdictOf,
} from './verdict';
import { notRead, serviceNotRead, unreadFor } from './verdict/unread';
import {
  externalServiceVerdict,
  serviceVerdict,
  unknownDestination,
} from './verdict/service';

/**
 * Tells who may call whom in one mesh, and why. Reads the mesh once; each
 * question after that is cheap. Never throws, whatever the resources hold.
 * @public
 */
export type Evaluator = {
  /** What happens to a call of this identity to this inbound. */
  evaluate(source: SourceIdentity, destination: DestinationInbound): Verdict;
  /** The same for all inbounds that carry a port of a service. */
  evaluateService(
    source: SourceIdentity,
    destination: DestinationServicePort,
  ): ServiceVerdict;
  /** What a proxy shows as its certificate. */
  identityOf(dataplane: string): ProxyIdentity;
  /**
   * Whether a proxy has a way out to a service at all: what happens at the
   * caller's end, before any permission.
   */
  wayOut(dataplane: string, destination: DestinationServicePort): WayOut;
  /**
   * The same for a caller with several proxies, as open as the least open one;
   * `undefined` where there is none to tell: they only take calls, or none runs.
   */
  callerWayOut(
    dataplanes: readonly string[],
    destination: DestinationServicePort,
  ): CallerWayOut | undefined;
  /** Whether a proxy lets its application out to something outside of the mesh. */
  wayOutside(dataplane: string, destination: OutsideDestination): WayOut;
  /** The same text for callers whose proxies let them out to the same. */
  wayOutClass(dataplanes: readonly string[]): string;
  /** The inbounds that carry a port of a service, with the SNI callers send. */
  inboundsOf(destination: DestinationServicePort): DestinationInbound[];
  /** Every policy that selects an inbound, shadow ones included. */
  selectedBy(destination: DestinationInbound): PolicyReference[];
  /** Whether an inbound also takes callers without a certificate. */
  isPermissive(destination: DestinationInbound): boolean;
};

/**
 * Builds an evaluator for a mesh.
 * @public
 */
export function createEvaluator(snapshot: MeshSnapshot): Evaluator {
  const {
    stateOf: _state,
    listedBy: _listed,
    referencesOf: _references,
    ...evaluator
  } = evaluatorOf(compileMesh(snapshot));
  return evaluator;
}

/** An evaluator that also shows what it knows of an inbound. */
export type InternalEvaluator = Evaluator & {
  stateOf(inbound: InboundModel): InboundState;
  /** See `WaysOut.listedBy`. */
  listedBy: WaysOut['listedBy'];
  /** See `WaysOut.referencesOf`. */
  referencesOf: WaysOut['referencesOf'];
};

/** An evaluator for a mesh that is read already. */
export function evaluatorOf(mesh: CompiledMesh): InternalEvaluator {
  const services = new ServiceIndex(mesh.snapshot, mesh.capabilities, [
    ...mesh.proxies.values(),
  ]);
  const states = new InboundStates(mesh);
  const waysOutside = new WaysOutside(mesh);
  const waysOut = new WaysOut(mesh, waysOutside);
  const stateOf = (inbound: InboundModel) => states.of(inbound);
  const inboundsByPort = new Map<string, DestinationInbound[]>();

  function find(destination: DestinationInbound): InboundModel | undefined {
    const { dataplane, inbound: section, address } = destination;
    const inbounds = (mesh.proxies.get(dataplane)?.inbounds ?? []).filter(
      inbound => address === undefined || inbound.address === address,
    );
    return (
      inbounds.find(inbound => inbound.section === section) ??
      inbounds.find(inbound => String(inbound.port) === section)
    );
  }

  const unread = unreadFor(mesh.snapshot);

  function evaluate(
    source: SourceIdentity,
    destination: DestinationInbound,
  ): Verdict {
    const verdict = evaluateRead(source, destination);
    return unread.length > 0 ? notRead(verdict, unread) : verdict;
  }

  function evaluateRead(
    source: SourceIdentity,
    destination: DestinationInbound,
  ): Verdict {
    const inbound = find(destination);
    if (!inbound)
      return unknownDestination(destination, mesh.capabilities.basis);
    return verdictOf(stateOf(inbound), source, () =>
      requestedSni(source, destination, inbound),
    );
  }

  /** Callers with a certificate of the CA never ask for the newer kind of SNI. */
  function requestedSni(
    { uriSans }: SourceIdentity,
    { sni }: DestinationInbound,
    inbound: InboundModel,
  ): string | undefined {
    const legacy = isLegacyCertificate(uriSans);
    const isKnown = sni !== undefined && !(legacy && sni.startsWith('sni.'));
    return isKnown ? sni : services.sniOfInbound(inbound, legacy);
  }

  function inboundsOf(
    destination: DestinationServicePort,
  ): DestinationInbound[] {
    const { kind, name, port } = destination;
    const key = `${kind} ${name} ${port ?? ''}`;
    let inbounds = inboundsByPort.get(key);
    if (!inbounds) {
      inbounds = services.inboundsOf(destination).map(({ inbound, sni }) => ({
        ...destinationOf(inbound),
        ...(sni !== undefined && { sni }),
      }));
      inboundsByPort.set(key, inbounds);
    }
    return inbounds;
  }

  return {
    evaluate,
    inboundsOf,
    wayOut: (dataplane, destination) => waysOut.of(dataplane, destination),
    callerWayOut: (dataplanes, destination) =>
      waysOut.ofCaller(dataplanes, destination),
    wayOutside: (dataplane, destination) =>
      waysOutside.of(dataplane, destination),
    listedBy: dataplane => waysOut.listedBy(dataplane),
    referencesOf: dataplane => waysOut.referencesOf(dataplane),
    wayOutClass: dataplanes => waysOut.classOfCaller(dataplanes),
    stateOf,
    evaluateService: (source, destination) => {
      const missing = unreadFor(mesh.snapshot, destination);
      const answer =
        destination.kind === 'MeshExternalService'
          ? externalServiceVerdict(
              mesh,
              services,
              source,
              destination,
              evaluateRead,
            )
          : serviceVerdict(
              mesh,
              source,
              destination,
              inboundsOf(destination),
              evaluateRead,
            );
      return missing.length > 0 ? serviceNotRead(answer, missing) : answer;
    },
    identityOf: dataplane => {
      const proxy = mesh.proxies.get(dataplane);
      return proxy
        ? identityOfProxy(mesh.snapshot, mesh.capabilities, proxy)
        : {
            dataplane,
            uriSans: [],
            kind: 'none',
            reason: 'There is no such proxy',
          };
    },
    selectedBy: destination => {
      const inbound = find(destination);
      return inbound ? stateOf(inbound).selectedBy : [];
    },
    isPermissive: destination => {
      const inbound = find(destination);
      const gate = inbound && stateOf(inbound).gate;
      return gate?.state === 'open' || gate?.permissive === true;
    },
  };
}
