/** What one read of Prometheus told. Keys are made by `pairKey` and `endKey`. */
export type PrometheusReading = {
  /** ISO instant that it is about. */
  at: string;
  /** Figures of now, by caller and cluster. */
  figures: Map<string, Figures>;
  /** By length in seconds. */
  windows: Map<number, WindowReading>;
};

export type Figures = {
  rate: number;
  errorShare?: number;
  p95Milliseconds?: number;
  connectionRate?: number;
};

/** Totals over one window that ends at the instant of the reading. */
export type WindowReading = {
  pairs: Map<string, PairTotals>;
  /** Refused calls by destination workload; absent where it counts none. */
  refused: Map<string, number>;
  /** Callers (`endKey`) that had any series. */
  callers: Set<string>;
  /** Meshes that were scraped all the time. */
  covered: Set<string>;
};

export type PairTotals = {
  mesh: string;
  workload: string;
  cluster: string;
  /** Answers by class of their code, `2` to `5`; empty for TCP. */
  answers: Record<string, number>;
  connections: number;
};

export function endKey(mesh: string, workload: string): string {
  return `${mesh} ${workload}`;
}

export function pairKey(
  mesh: string,
  workload: string,
  cluster: string,
): string {
  return `${mesh} ${workload} ${cluster}`;
}
