/** Kinds of objects that we derive; raw Kuma kinds go by Kuma's own names. */
export type DerivedKind = 'dag' | 'service' | 'mesh' | 'proxy' | 'facts';

/** What tells objects of one source apart. */
export type ObjectKey = { kind: string; mesh: string; key: string };

/** An object as `sync` read it. */
export type NewObject = ObjectKey & {
  /** A change of it makes a version. */
  data: unknown;
  /** Figures that move all the time: kept, but without versions. */
  live?: unknown;
};

/** What a write did. */
export type WriteResult = {
  added: number;
  changed: number;
  removed: number;
  /** Objects of which only the live figures moved. */
  moved: number;
};

/** A stored version. */
export type ObjectVersion<TData, TLive> = ObjectKey & {
  source: string;
  validFrom: string;
  validTo: string;
  data: TData;
  live?: TLive;
};
