import {
  AccessRequestInput,
  DagIdentity,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EdgeReader } from '../../graph/EdgeReader';
import {
  DagFact,
  InventoryReader,
  ServiceFact,
} from '../../sync/InventoryReader';
import { identityKey } from '../policies';
import { ResolvedAccess } from '../types';

/** A certificate of the source, and the other DAGs that show it. */
export type SharedIdentity = { uriSans: string[]; refs: string[] };

/** A request's two ends, found in the inventory. */
export type Resolution = {
  dags: DagFact[];
  services: ServiceFact[];
  sourceName: string;
  destinationName: string;
  /** Absent where there are problems. */
  resolved?: ResolvedAccess;
  /** DAGs outside the request that run under one of its identities. */
  sharing: SharedIdentity[];
  problems: { field?: string; message: string }[];
};

/** DAGs times ports of one request. */
const MAX_PAIRS = 2_000;

type Readers = { inventory: InventoryReader; edges: EdgeReader };

/**
 * Finds what a request means: DAGs with their identities, services with their
 * ports, in the one mesh that both are in. `isVisible` keeps from a caller what
 * the catalog keeps from them: it reads as unknown.
 */
export async function resolveRequest(
  readers: Readers,
  input: Pick<AccessRequestInput, 'source' | 'destination'>,
  isVisible: (ref: string) => boolean,
): Promise<Resolution> {
  const [allDags, allServices] = await Promise.all([
    readers.inventory.dags(),
    readers.inventory.services(),
  ]);
  const problems: Resolution['problems'] = [];
  const { source, destination } = input;
  const dags = allDags
    .filter(dag => isVisible(dag.ref))
    .filter(dag =>
      source.kind === 'dag'
        ? sameRef(dag.ref, source.ref)
        : dag.dataDomain === source.domain,
    );
  const services = allServices
    .filter(service => isVisible(service.ref))
    .filter(service =>
      destination.kind === 'service'
        ? sameRef(service.ref, destination.ref)
        : service.dataDomain === destination.domain,
    );
  if (dags.length === 0) {
    problems.push({
      field: 'source',
      message:
        source.kind === 'dag'
          ? `There is no DAG ${source.ref}`
          : `No DAG is of the data domain "${source.domain}"`,
    });
  }
  if (services.length === 0) {
    problems.push({
      field: 'destination',
      message:
        destination.kind === 'service'
          ? `There is no service ${destination.ref}`
          : `No service is of the data domain "${destination.domain}"`,
    });
  }
  const resolution: Resolution = {
    dags,
    services,
    sourceName:
      source.kind === 'dag'
        ? dags[0]?.displayName ?? source.ref
        : `data domain ${source.domain}`,
    destinationName: nameOfDestination(input, services),
    sharing: [],
    problems,
  };
  if (problems.length > 0) return resolution;

  const identities = await Promise.all(
    dags.map(async dag => ({
      dag,
      identities: await readers.edges.identitiesOf(dag.ref),
    })),
  );
  const place = placeOf(
    identities.flatMap(entry => entry.identities),
    services,
  );
  if ('problem' in place) {
    problems.push(place.problem);
    return resolution;
  }
  const inPlace = (item: { controlPlane?: string; mesh?: string }) =>
    item.controlPlane === place.controlPlane && item.mesh === place.mesh;

  const targets = services.filter(inPlace).flatMap(service =>
    service.ports
      .filter(
        port => destination.kind === 'domain' || port.port === destination.port,
      )
      .map(({ port }) => ({
        ref: service.ref,
        kind: service.kind,
        name: service.name,
        displayName: service.displayName,
        port,
        owner: service.owner,
      })),
  );
  if (targets.length === 0) {
    problems.push({
      field: 'destination',
      message:
        destination.kind === 'service'
          ? `${services[0].displayName} has no port ${
              destination.port
            }; it has ${
              services[0].ports.map(port => port.port).join(', ') || 'none'
            }`
          : `No service of the data domain has a port`,
    });
  }

  // Every pair is judged by guardrails and kept: a grant for half a company is
  // nothing that a person could review.
  if (dags.length * targets.length > MAX_PAIRS) {
    problems.push({
      field: 'destination',
      message: `It would stand for ${
        dags.length * targets.length
      } pairs, more than the ${MAX_PAIRS} that one grant may hold; ask for less at a time`,
    });
  }

  const live = new Map<string, { uriSans: string[] }>();
  const members: ResolvedAccess['dags'] = [];
  const sharing = new Map<string, Set<string>>();
  for (const { dag, identities: found } of identities) {
    const here = found.filter(
      identity => identity.state === 'live' && inPlace(identity),
    );
    if (here.length === 0) continue;
    members.push({
      ref: dag.ref,
      name: dag.displayName,
      instance: dag.instance,
      dagId: dag.dagId,
    });
    for (const identity of here) {
      const identifier = identityKey(identity.uriSans);
      live.set(identifier, { uriSans: [...identity.uriSans].sort() });
      const others = sharing.get(identifier) ?? new Set();
      identity.sharedWith.forEach(ref => others.add(ref));
      sharing.set(identifier, others);
    }
  }
  if (live.size === 0) {
    problems.push({
      field: 'source',
      message: noIdentity(identities.flatMap(entry => entry.identities)),
    });
  }
  if (problems.length > 0) return resolution;
  return {
    ...resolution,
    sharing: sharedBesides(live, sharing, members),
    resolved: {
      controlPlane: place.controlPlane,
      mesh: place.mesh,
      dags: members,
      identities: [...live.keys()].sort().map(key => live.get(key)!),
      targets,
    },
  };
}

function sharedBesides(
  identities: Map<string, { uriSans: string[] }>,
  sharing: Map<string, Set<string>>,
  members: ResolvedAccess['dags'],
): SharedIdentity[] {
  const own = new Set(members.map(member => member.ref));
  return [...identities].flatMap(([key, { uriSans }]) => {
    const refs = [...(sharing.get(key) ?? [])].filter(ref => !own.has(ref));
    return refs.length > 0 ? [{ uriSans, refs: refs.sort() }] : [];
  });
}

function nameOfDestination(
  { destination }: Pick<AccessRequestInput, 'destination'>,
  services: ServiceFact[],
): string {
  return destination.kind === 'service'
    ? `${services[0]?.displayName ?? destination.ref}:${destination.port}`
    : `data domain ${destination.domain}`;
}

/** The one mesh that holds an identity of the source and a destination. */
function placeOf(
  identities: DagIdentity[],
  services: ServiceFact[],
):
  | { controlPlane: string; mesh: string }
  | { problem: { field: string; message: string } } {
  const key = (item: { controlPlane?: string; mesh?: string }) =>
    `${item.controlPlane}/${item.mesh}`;
  const destinations = new Set(services.map(key));
  const shared = new Map(
    identities
      .filter(identity => destinations.has(key(identity)))
      .map(item => [key(item), item]),
  );
  const live = [...shared.values()].filter(
    identity => identity.state === 'live',
  );
  const places = new Set(
    (live.length > 0 ? live : [...shared.values()]).map(key),
  );
  if (places.size === 1) {
    const { controlPlane, mesh } = shared.get([...places][0])!;
    return { controlPlane: controlPlane!, mesh: mesh! };
  }
  if (places.size > 1) {
    return {
      problem: {
        field: 'destination',
        message: `Source and destination meet in several meshes (${[
          ...places,
        ].join(', ')}); ask for one service at a time`,
      },
    };
  }
  return {
    problem: {
      field: 'source',
      message: identities.some(identity => identity.mesh)
        ? `The source runs in ${[
            ...new Set(identities.filter(item => item.mesh).map(key)),
          ].join(', ')}, the destination is in ${[...destinations].join(
            ', ',
          )}: no permission reaches across meshes`
        : noIdentity(identities),
    },
  };
}

function noIdentity(identities: DagIdentity[]): string {
  const reason = identities.find(identity => identity.reason)?.reason;
  return `No live workload identity of the source is known, so no permission could name it.${
    reason ? ` ${reason}` : ''
  }`;
}

function sameRef(left: string, right: string): boolean {
  return left.toLocaleLowerCase('en-US') === right.toLocaleLowerCase('en-US');
}
