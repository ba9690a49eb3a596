import { isRecord, readArray, readString } from '../read';

/** An entry of `deny`, `allow` or `allowWithShadowDeny`. */
export type MatchModel = {
  spiffeId?: { type: 'Exact' | 'Prefix'; value: string };
  sni?: string;
  /** Neither spiffeID nor sni: Kuma leaves such an entry out. */
  empty: boolean;
  /** A match of a kind that this code does not know. */
  unreadable: boolean;
};

/** A rule of `spec.rules`. */
export type RuleModel = {
  index: number;
  deny: MatchModel[];
  allow: MatchModel[];
  allowWithShadowDeny: MatchModel[];
  hasShadow: boolean;
};

/** Reads a list of matches. */
export function readMatches(value: unknown): MatchModel[] {
  return readArray(value).map(readMatch);
}

function readMatch(value: unknown): MatchModel {
  const match: MatchModel = { empty: false, unreadable: false };
  if (!isRecord(value)) return { ...match, unreadable: true };
  const { spiffeID, sni } = value;
  if (isPresent(spiffeID)) {
    const type = isRecord(spiffeID) ? spiffeID.type : undefined;
    const text = isRecord(spiffeID) ? readString(spiffeID.value) : undefined;
    if ((type === 'Exact' || type === 'Prefix') && text !== undefined) {
      match.spiffeId = { type, value: text };
    } else {
      match.unreadable = true;
    }
  }
  if (isPresent(sni)) {
    const text = isRecord(sni) ? readString(sni.value) : undefined;
    if (isRecord(sni) && sni.type === 'Exact' && text !== undefined) {
      match.sni = text;
    } else {
      match.unreadable = true;
    }
  }
  match.empty = !isPresent(spiffeID) && !isPresent(sni);
  return match;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** Whether a caller with this joined list of URI SANs and this SNI is meant. */
export function matches(
  match: MatchModel,
  joinedUriSans: string,
  sni: string | undefined,
): boolean {
  if (match.empty || match.unreadable) return false;
  if (match.sni !== undefined && match.sni !== sni) return false;
  if (!match.spiffeId) return true;
  // Envoy's input is the list of URI SANs joined by commas, so Exact never
  // matches a certificate with several (measured: mixed-0010, 0012, 0055).
  return match.spiffeId.type === 'Exact'
    ? joinedUriSans === match.spiffeId.value
    : joinedUriSans.startsWith(match.spiffeId.value);
}

/** The match in words. */
export function describeMatch(match: MatchModel): string {
  const parts: string[] = [];
  if (match.spiffeId) {
    parts.push(`${match.spiffeId.type.toLowerCase()} ${match.spiffeId.value}`);
  }
  if (match.sni !== undefined) parts.push(`sni ${match.sni}`);
  return parts.join(' and ') || 'nothing';
}
