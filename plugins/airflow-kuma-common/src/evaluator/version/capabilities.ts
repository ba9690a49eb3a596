import { VerdictBasis } from '../types';

/**
 * What a Kuma version does differently where permissions are concerned. A
 * table of facts, so that engines ask for a behaviour and never for a version.
 */
export type Capabilities = {
  /** Kinds of top-level `targetRef` that select something. */
  targetKinds: ReadonlySet<string>;
  /** `false`: the version does not know the `rules` dialect yet (before 2.12). */
  rules: boolean;
  /** `false`: TrafficPermission, `from` and Mesh.mtls are gone (from 3.0). */
  legacy: boolean;
  /** MeshIdentity gives identities (from 2.12). */
  meshIdentity: boolean;
  /**
   * All denies of an inbound come before all allows (from 2.14, kumahq/kuma
   * pull 16876). Before, matchers follow the order of the policies, so a
   * mesh-wide allow beats a narrower deny.
   */
  denyFirst: boolean;
  /** A destination with a MeshIdentity ignores `from` and TrafficPermission. */
  identityNeedsRules: boolean;
  /** The control plane has the cliques algorithm for `from` rules. */
  cliques: boolean;
  /** TLS asks for the port's name where it has one, else for its number. */
  sniByPortName: boolean;
  /** Label `kuma.io/display-name` selects by display name (from 3.0). */
  displayNameLabel: boolean;
  /** A `targetRef` may name a Dataplane (2.10 to 2.14). */
  targetByName: boolean;
  /**
   * `sectionName` may be the number of a port without a name (from 2.12;
   * 2.11 compares names only, measured).
   */
  sectionByPort: boolean;
  basis: VerdictBasis;
};

const LEGACY_KINDS = ['Mesh', 'MeshSubset', 'MeshService', 'MeshServiceSubset'];

/** First patch release of each minor that groups by cliques (kuma pull 15412). */
const FIRST_CLIQUES_PATCH: Record<number, number> = {
  7: 21,
  9: 11,
  10: 10,
  11: 9,
  12: 6,
  13: 1,
};

/** What the control plane of this version does. */
export function capabilitiesOf(version: unknown): Capabilities {
  const { known, major, minor, patch } = parseVersion(version);
  const atLeast = (wanted: number) => major > 2 || minor >= wanted;
  const legacy = major < 3;
  return {
    targetKinds: new Set(
      legacy
        ? [...LEGACY_KINDS, ...(atLeast(10) ? ['Dataplane'] : [])]
        : ['Mesh', 'Dataplane'],
    ),
    rules: atLeast(12),
    legacy,
    meshIdentity: atLeast(12),
    denyFirst: atLeast(14),
    identityNeedsRules: atLeast(14),
    cliques: atLeast(14) || patch >= (FIRST_CLIQUES_PATCH[minor] ?? Infinity),
    sniByPortName: !legacy,
    displayNameLabel: !legacy,
    targetByName: legacy,
    sectionByPort: atLeast(12),
    basis:
      known && ((major === 2 && minor === 14) || (major === 3 && minor === 0))
        ? 'measured'
        : 'source',
  };
}

/**
 * Numbers of a version such as `2.14.3` or `3.0.0-preview`. A build that tells
 * no release (`unknown`, `dev`, `0.0.0-preview.v1a2b3c4d5` of Kuma's own
 * builds) is treated as 2.14, and never as measured.
 */
export function parseVersion(version: unknown): {
  known: boolean;
  major: number;
  minor: number;
  patch: number;
} {
  const text = typeof version === 'string' ? version : '';
  const found = /(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(text);
  if (!found || Number(found[1]) === 0) {
    return { known: false, major: 2, minor: 14, patch: 0 };
  }
  return {
    known: true,
    major: Number(found[1]),
    minor: Number(found[2]),
    patch: Number(found[3] ?? 0),
  };
}
