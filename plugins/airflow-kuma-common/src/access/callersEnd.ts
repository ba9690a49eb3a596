/**
 * How the caller's end of a request stands: whether the proxies of the source
 * let its calls out at all. The destination's end is the permission.
 * @public
 */
export type CallersEndState =
  /** Every proxy of the source has a way out already, or none is called through. */
  | 'not-needed'
  /** It cannot be told; nothing waits for it. */
  | 'unknown'
  /** Closed; the owner of the workload has to open it. */
  | 'waiting'
  /** Closed, and its owner closed the pull request without merging it. */
  | 'refused'
  /** Opened for this request, and seen so. */
  | 'open'
  /** The grant has ended; what opened the way out for it has still to go. */
  | 'taking-back'
  | 'taken-back'
  /** The grant has ended, and something else needs the way out. */
  | 'kept';

/**
 * One line of the table of these states.
 * @public
 */
export type CallersEndRow = {
  state: CallersEndState;
  /** No call can work: a grant is not active in it. */
  holdsBack: boolean;
  /** Whether a person can have the pull request opened again. */
  canRetry: boolean;
  /** What it can become. */
  next: CallersEndState[];
};

const LIVE: CallersEndState[] = [
  'not-needed',
  'unknown',
  'waiting',
  'refused',
  'open',
];

/**
 * The states of the caller's end; backend and pages read this table.
 * @public
 */
export const callersEndTable: CallersEndRow[] = [
  ...LIVE.map(state => ({
    state,
    holdsBack: state === 'waiting' || state === 'refused',
    canRetry: state === 'refused',
    next: [
      ...LIVE.filter(other => other !== state),
      'taking-back',
      'kept',
    ] as CallersEndState[],
  })),
  {
    state: 'taking-back',
    holdsBack: false,
    canRetry: false,
    next: ['taken-back', 'kept'],
  },
  { state: 'taken-back', holdsBack: false, canRetry: false, next: [] },
  { state: 'kept', holdsBack: false, canRetry: false, next: [] },
];

/**
 * Whether no call can work while the caller's end is so.
 * @public
 */
export function callersEndHoldsBack(
  end: Pick<CallersEnd, 'state'> | undefined,
): boolean {
  return rowOf(end)?.holdsBack ?? false;
}

/**
 * Whether a person can ask the owner of the workload again.
 * @public
 */
export function callersEndCanRetry(
  end: Pick<CallersEnd, 'state'> | undefined,
): boolean {
  return rowOf(end)?.canRetry ?? false;
}

function rowOf(end: Pick<CallersEnd, 'state'> | undefined) {
  return callersEndTable.find(({ state }) => state === end?.state);
}

/**
 * What a workload of the source needs, or needed, to let calls out.
 * @public
 */
export type CallersEndWorkload = {
  /** Its name, with its namespace in front where it has one. */
  workload: string;
  state: CallersEndState;
  /** One plain sentence. */
  reason: string;
  /** Its proxies that this is about: the first of them, and how many. */
  proxies: { names: string[]; total: number };
  /** To copy: the whole setting as it has to be; at the end what has to go. */
  snippet?: string;
  /** What to know about the snippet, in sentences. */
  notes: string[];
  /** Where its manifest lies, as config says. */
  manifest?: { repository: string; path: string };
  /** The change of the manifest as a unified diff, where it could be read. */
  diff?: string;
  /** Why the portal proposes nothing itself, or could not yet. */
  byHand?: string;
  /** Pull request or commit with the change. */
  reference?: string;
};

/**
 * The caller's end of a request.
 * @public
 */
export type CallersEnd = {
  state: CallersEndState;
  /** One plain sentence. */
  reason: string;
  /** Workloads that need, or needed, something; none where nothing does. */
  workloads: CallersEndWorkload[];
};
