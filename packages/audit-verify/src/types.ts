/** A record of an export. Only what the chain needs is named. */
export type ExportedRecord = {
  sequence: number;
  hash: string;
  previousHash: string;
  [field: string]: unknown;
};

/** A signed state of the chain. */
export type SignedHead = {
  sequence: number;
  at: string;
  hash: string;
  keyId: string;
  signature: string;
};

/** An export of the audit trail, or heads that were kept elsewhere. */
export type Export = {
  from: 'json' | 'csv';
  records: ExportedRecord[];
  heads: SignedHead[];
  /** What the portal said its newest record was. */
  head?: { sequence: number; hash: string };
  /** Set when only a part was exported: then gaps are no finding. */
  filtered: boolean;
};

/** Something that is not as it was written. */
export type Finding = { sequence: number; message: string };
