import {
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { grantLabels } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { DataplaneSelector } from './selectInbounds';

type Place = { mesh: string; name: string; grants: string[] };

/** A permission in the `rules` dialect: exact SPIFFE IDs, never prefixes. */
export function buildRulesPolicy(
  place: Place,
  selector: DataplaneSelector,
  spiffeIds: string[],
): KumaResource {
  return mesh(place, {
    targetRef: {
      kind: 'Dataplane',
      labels: sorted(selector.labels),
      sectionName: selector.sectionName,
    },
    rules: [
      {
        default: {
          allow: [...spiffeIds].sort().map(value => ({
            spiffeID: { type: 'Exact', value },
          })),
        },
      },
    ],
  });
}

/** A permission in the `from` dialect, by the `kuma.io/service` tag. */
export function buildFromPolicy(
  place: Place,
  target: { service: string } | DataplaneSelector,
  sources: string[],
): KumaResource {
  return mesh(place, {
    targetRef:
      'service' in target
        ? { kind: 'MeshService', name: target.service }
        : {
            kind: 'Dataplane',
            labels: sorted(target.labels),
            sectionName: target.sectionName,
          },
    from: [...sources].sort().map(name => ({
      targetRef: { kind: 'MeshService', name },
      default: { action: 'Allow' },
    })),
  });
}

/** A legacy TrafficPermission. */
export function buildTrafficPermission(
  place: Place,
  destination: Record<string, string>,
  sources: Record<string, string>[],
): KumaResource {
  const unique = new Map(
    sources.map(source => [JSON.stringify(sorted(source)), sorted(source)]),
  );
  return {
    type: 'TrafficPermission',
    mesh: place.mesh,
    name: place.name,
    labels: grantLabels(place.grants),
    sources: [...unique.entries()]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, match]) => ({ match })),
    destinations: [{ match: sorted(destination) }],
  };
}

/** The mesh with these policies put in, as if the control plane had taken them. */
export function withPolicies(
  snapshot: MeshSnapshot,
  policies: KumaResource[],
  now: string,
): MeshSnapshot {
  const put = (list: KumaResource[], type: string) => {
    const ours = policies.filter(policy => policy.type === type);
    const names = new Set(ours.map(policy => policy.name));
    return [
      ...list.filter(policy => !names.has(policy.name)),
      ...ours.map(policy => ({
        ...policy,
        creationTime:
          list.find(known => known.name === policy.name)?.creationTime ?? now,
        modificationTime: now,
      })),
    ];
  };
  return {
    ...snapshot,
    meshTrafficPermissions: put(
      snapshot.meshTrafficPermissions,
      'MeshTrafficPermission',
    ),
    trafficPermissions: put(snapshot.trafficPermissions, 'TrafficPermission'),
  };
}

function mesh(place: Place, spec: object): KumaResource {
  return {
    type: 'MeshTrafficPermission',
    mesh: place.mesh,
    name: place.name,
    labels: grantLabels(place.grants),
    spec,
  };
}

function sorted(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
