/**
 * The config of one source. A wrong value stops that source alone: its error
 * names the key, and never a value.
 * @public
 */
export type SourceConfig<T> = {
  /** Key in config. */
  name: string;
  /** For people. */
  title: string;
} & ({ ok: true; config: T } | { ok: false; error: string });
