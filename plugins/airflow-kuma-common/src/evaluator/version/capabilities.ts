import { MeshSnapshot, VerdictBasis } from '../types';

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
  /** Inbounds of one address and port are told apart by name, too (from 2.13). */
  interfaceByName: boolean;
  /**
   * A proxy that lists nothing gets no way out, unless config says otherwise
   * (decided for 3.0, kumahq/kuma issue 18798; its preview of August 2026 does
   * not know it, and of a build that is no release nothing tells).
   */
  restrictsOutbound: boolean | 'unknown';
  /**
   * `false`: the version has nothing that closes ways out (before the late
   * patches of 2.14, kumahq/kuma pull 18831).
   */
  outboundSwitch: boolean;
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

/** What the control plane of this version does, which has these kinds. */
export function capabilitiesOf(
  version: unknown,
  kinds?: string[],
): Capabilities {
  const { known, major, minor, patch } = parseVersion(version, kinds);
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
    interfaceByName: atLeast(13),
    restrictsOutbound: restrictsOutbound(version, legacy, known),
    outboundSwitch: !known || atLeast(14),
    basis: known ? basisOf(major, minor) : 'assumed',
  };
}

function restrictsOutbound(
  version: unknown,
  legacy: boolean,
  known: boolean,
): boolean | 'unknown' {
  if (legacy) return false;
  if (!known) return 'unknown';
  return !String(version).includes('preview');
}

/**
 * What a policy of this control plane may select by: proxies by their labels,
 * and an unnamed inbound by the number of its port. What a version does not
 * know it refuses (2.9) or takes and selects nothing with (2.11, measured).
 * @public
 */
export function selectorsOf(
  controlPlane: Pick<MeshSnapshot, 'version' | 'kinds'>,
): { dataplane: boolean; sectionByPort: boolean } {
  const { version, kinds } = controlPlane;
  const { targetKinds, sectionByPort } = capabilitiesOf(version, kinds);
  return { dataplane: targetKinds.has('Dataplane'), sectionByPort };
}

function basisOf(major: number, minor: number): VerdictBasis {
  const isMeasured =
    (major === 2 && minor === 14) || (major === 3 && minor === 0);
  return isMeasured ? 'measured' : 'source';
}

/** A release, and the preview of 3.0 that was measured. */
const RELEASE =
  /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:-preview(?!\.v)\b.*)?$/;

/** A release with something of a vendor's, or of a build, behind it. */
const LIKE_RELEASE = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?![\d.])/;

/**
 * Numbers of a version such as `2.14.3` or `3.0.0-preview`. What is no release
 * is not `known`: a vendor's build of one (`2.13.1-vendor.3`) has its numbers,
 * any other (`unknown`, `dev`, `0.0.0-preview.v1a2b3c4d5` of Kuma's own
 * builds) those of the newest that has the same kinds.
 */
export function parseVersion(
  version: unknown,
  kinds?: string[],
): {
  known: boolean;
  major: number;
  minor: number;
  patch: number;
} {
  const text = typeof version === 'string' ? version.trim() : '';
  const release = RELEASE.exec(text);
  const found = release ?? LIKE_RELEASE.exec(text);
  if (!found || Number(found[1]) === 0) {
    return { known: false, ...newestWith(kinds) };
  }
  return {
    known: release !== null,
    major: Number(found[1]),
    minor: Number(found[2]),
    patch: Number(found[3] ?? 0),
  };
}

/** MeshIdentity came with 2.12, TrafficPermission went with 3.0. */
function newestWith(kinds: string[] | undefined) {
  const has = (kind: string) => kinds?.includes(kind) ?? true;
  if (!has('TrafficPermission')) return { major: 3, minor: 0, patch: 0 };
  return { major: 2, minor: has('MeshIdentity') ? 14 : 11, patch: 0 };
}
