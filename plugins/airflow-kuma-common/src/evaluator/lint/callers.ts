import { destinationOf, InboundModel, LABEL } from '../mesh';
import { servicePorts } from '../services';
import { DestinationServicePort } from '../types';
import { joinedOf, LintContext } from './context';

/** Whether a proxy with this certificate gets out to one of these inbounds. */
export type Reaches = (joined: string, inbounds: InboundModel[]) => boolean;

/**
 * Tells callers that get out to a destination from those that policies let in
 * and whose own end is closed. One open proxy is enough: that one calls.
 */
export function reachesOf({ mesh, evaluator }: LintContext): Reaches {
  const proxies = new Map<string, Map<string, string>>();
  for (const name of mesh.proxies.keys()) {
    const joined = joinedOf(evaluator.identityOf(name));
    const classes = proxies.get(joined) ?? new Map<string, string>();
    classes.set(evaluator.wayOutClass([name]), name);
    proxies.set(joined, classes);
  }
  const destinations = destinationsByInbound({ mesh, evaluator });
  return (joined, inbounds) =>
    inbounds.some(inbound => {
      const known = [
        ...(destinations.get(keyOf(inbound)) ?? []),
        ...tagOf(inbound),
      ];
      // Nothing is known that leads there: nothing is closed either.
      if (known.length === 0) return true;
      return [...(proxies.get(joined)?.values() ?? [])].some(proxy =>
        known.some(
          destination =>
            evaluator.callerWayOut([proxy], destination)?.state !== 'closed',
        ),
      );
    });
}

function destinationsByInbound({
  mesh: { snapshot },
  evaluator,
}: Pick<LintContext, 'mesh' | 'evaluator'>) {
  const found = new Map<string, DestinationServicePort[]>();
  for (const [kind, services] of [
    ['MeshService', snapshot.meshServices],
    ['MeshMultiZoneService', snapshot.meshMultiZoneServices],
  ] as const) {
    for (const service of services) {
      for (const { port } of servicePorts(service)) {
        const destination = { kind, name: service.name, port };
        for (const { sni: _, ...inbound } of evaluator.inboundsOf(
          destination,
        )) {
          const key = JSON.stringify(inbound);
          const known = found.get(key);
          if (known) known.push(destination);
          else found.set(key, [destination]);
        }
      }
    }
  }
  return found;
}

function tagOf({ tags }: InboundModel): DestinationServicePort[] {
  const name = tags.get(LABEL.service);
  return name === undefined ? [] : [{ kind: 'ServiceTag', name }];
}

function keyOf(inbound: InboundModel): string {
  return JSON.stringify(destinationOf(inbound));
}
