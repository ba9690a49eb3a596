/** A log record as we need it: flat texts. */
export type LogRecord = {
  /** Attributes of the resource and of the record; the record's win. */
  attributes: Record<string, string>;
  /** Milliseconds since 1970. */
  at: number;
};
