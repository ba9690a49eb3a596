import { ReadinessCauseKind, ReadinessState } from './types';

/** A cause in words: what it is, and what mends it. @public */
export type ReadinessWords = { title: string; mend: string };

/**
 * Causes in words; every page, file and action says the same.
 * @public
 */
export const READINESS_CAUSES: Record<ReadinessCauseKind, ReadinessWords> = {
  'older-permission': {
    title: 'Permission in an older dialect',
    mend: 'Write it as `rules` of a MeshTrafficPermission, by SPIFFE ID: 3.0 knows neither `from` nor TrafficPermission.',
  },
  'target-kind': {
    title: 'Policy that selects by tags',
    mend: 'Let its targetRef be of kind Dataplane with labels: 3.0 refuses MeshSubset, MeshService and MeshServiceSubset.',
  },
  'target-by-name': {
    title: 'Policy that selects a proxy by name',
    mend: 'Let its targetRef select by labels: 3.0 drops the name, and what is left selects every proxy.',
  },
  'empty-match': {
    title: 'Policy with an empty match',
    mend: 'Take the empty match out of it: 3.0 refuses the policy.',
  },
  'tag-service': {
    title: 'Service or selector by tags',
    mend: 'Make a MeshService that selects its proxies by labels, and let callers use its name: 3.0 knows no tags.',
  },
  'external-service': {
    title: 'ExternalService',
    mend: 'Make a MeshExternalService of it, and let callers use its name: 3.0 knows no ExternalService.',
  },
  'no-identity': {
    title: 'Proxy without a MeshIdentity',
    mend: 'Let a MeshIdentity select the proxy: 3.0 has no other certificates, and who has none takes every call and is refused where others have one.',
  },
  'reachable-backends': {
    title: 'No reachableBackends',
    mend: 'List what the workload calls in its reachableBackends: 3.0 closes what is not listed.',
  },
  'reference-by-name': {
    title: 'reachableBackends by name',
    mend: 'Refer to the service by labels: 3.0 takes no names in reachableBackends.',
  },
  passthrough: {
    title: 'Traffic past the mesh',
    mend: 'Make a MeshExternalService of what is called, or let a MeshPassthrough let it out: 3.0 drops what goes past the mesh.',
  },
  version: {
    title: 'Smaller difference of the version',
    mend: 'Look at both reasons: 3.0 asks for a port by its name in SNI, and takes kuma.io/display-name in selectors.',
  },
};

/** States in words. @public */
export const READINESS_WORDS: Record<ReadinessState, string> = {
  stops: 'Stops',
  'cannot-be-told': 'Cannot be told',
  opens: 'Opens',
  stays: 'Stays',
};
