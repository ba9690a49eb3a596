/** Which DAGs were running at an instant. */
export interface RunBook {
  /** `undefined` where nobody can tell: runs of then are not read yet, or forgotten. */
  wasRunning(dag: string, at: string): boolean | undefined;
}

/** For an inventory without runs. */
export const noRuns: RunBook = { wasRunning: () => undefined };
