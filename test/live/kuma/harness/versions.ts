import { isOlderThan } from './binaries';
import { skipSuite } from './skipSuite';
import { MeshServicesMode } from './types';

/** What suites rest on that not every version of Kuma has. */
export type Feature =
  | 'mesh-identity'
  | 'mesh-ca'
  | 'services-by-labels'
  | 'services-everywhere'
  | 'health-discovery';

type Range = {
  /** First minor release that has it; absent: all that are supported. */
  since?: [number, number];
  /** First minor release that has it no more. */
  until?: [number, number];
  /** Why the others are left out. */
  lacking: string;
};

const FEATURES: Record<Feature, Range> = {
  'mesh-identity': {
    since: [2, 13],
    lacking:
      'no MeshIdentity gets ready on Universal before 2.13 (measured on 2.12.14), so no proxy has the identity that rules name',
  },
  'mesh-ca': {
    until: [3, 0],
    lacking: 'Kuma 3.0 has neither Mesh.mtls nor from nor TrafficPermission',
  },
  'services-by-labels': {
    since: [2, 14],
    lacking:
      'a MeshService of Universal that selects by labels gets no endpoints before 2.14 (measured on 2.13.10)',
  },
  'services-everywhere': {
    until: [3, 0],
    lacking: 'in Kuma 3.0 MeshServices are always Exclusive',
  },
  'health-discovery': {
    since: [2, 13],
    lacking:
      'before 2.13 a Dataplane loses its labels when health discovery sees an inbound come back (measured on 2.12.14)',
  },
};

/** Why a version cannot run what rests on a feature; `undefined` where it can. */
export function lackOf(version: string, feature: Feature): string | undefined {
  const { since, until, lacking } = FEATURES[feature];
  const has =
    !(since && isOlderThan(version, ...since)) &&
    !(until && !isOlderThan(version, ...until));
  return has ? undefined : `${lacking}; this is ${version}`;
}

/**
 * Where the proxies of a suite that takes any certificates get theirs: a
 * MeshIdentity has to find MeshServices that are Exclusive.
 */
export function certificatesOf(
  version: string,
  meshServices: MeshServicesMode = 'Exclusive',
): 'mesh-identity' | 'mesh-ca' {
  return meshServices !== 'Exclusive' || lackOf(version, 'mesh-identity')
    ? 'mesh-ca'
    : 'mesh-identity';
}

/** A suite that rests on a feature; elsewhere it is one skip that says why. */
export function describeWhere(
  version: string,
  feature: Feature,
  name: string,
  suite: () => void,
): void {
  const lack = lackOf(version, feature);
  if (lack) skipSuite(name, lack);
  else {
    describe(name, () => {
      suite();
    });
  }
}
