/**
 * A way to fail.
 * @public
 */
export type Fault =
  | { kind: 'latency'; milliseconds: number }
  | {
      kind: 'status';
      status: number;
      body?: unknown;
      retryAfterSeconds?: number;
    }
  /** Announces the whole length, sends half, hangs up. */
  | { kind: 'truncated' }
  /** Valid headers, then text that is no JSON. */
  | { kind: 'garbage-json' }
  /** That many bytes of noise, announced as JSON. */
  | { kind: 'garbage'; bytes: number }
  /** What a proxy in front may send: an error page with status 200. */
  | { kind: 'html-page' }
  | { kind: 'reset' }
  /** Lists lose their second half, totals included. */
  | { kind: 'half-missing' }
  /** After the first page, lists lose that many items at their start. */
  | { kind: 'shrinking'; by: number }
  /** Every state and type becomes a word nobody has seen yet. */
  | { kind: 'unknown-enums' }
  /** One item of the list (default the first) loses a field. */
  | { kind: 'missing-field'; field: string; at?: number }
  /** Lists count so many items, or tell no count, whatever they give. */
  | { kind: 'count'; total: number | null | 'absent' }
  /** One item of each list gets a field that is `NaN`, which is not JSON. */
  | { kind: 'nan' }
  /** Its clock is so far ahead, or behind where negative. */
  | { kind: 'clock'; milliseconds: number }
  /** Hangs up and stays away, as a process that restarts. */
  | { kind: 'restart'; downMilliseconds: number };

/**
 * Where and how often a fault strikes.
 * @public
 */
export type FaultRule = {
  /** A prefix of the path (without query), or a regular expression over path and query. */
  path: string | RegExp;
  method?: string;
  fault: Fault;
  /** Default: until removed. */
  times?: number;
  /** Only requests past the first page of a list. */
  laterPagesOnly?: boolean;
};

/**
 * The faults that are switched on.
 * @public
 */
export class Faults {
  #rules: { rule: FaultRule; left: number }[] = [];

  /** Switches a fault on; the answer switches it off. */
  add(rule: FaultRule): () => void {
    const entry = { rule, left: rule.times ?? Infinity };
    this.#rules.push(entry);
    return () => {
      this.#rules = this.#rules.filter(other => other !== entry);
    };
  }

  clear(): void {
    this.#rules = [];
  }

  /** Faults that strike this request; each strike counts. */
  strike(request: { method: string; url: string }): Fault[] {
    const struck: Fault[] = [];
    for (const entry of this.#rules) {
      if (entry.left > 0 && applies(entry.rule, request)) {
        entry.left -= 1;
        struck.push(entry.rule.fault);
      }
    }
    return struck;
  }
}

function applies(
  rule: FaultRule,
  request: { method: string; url: string },
): boolean {
  if (rule.method && rule.method !== request.method) return false;
  const [path, query] = request.url.split('?', 2);
  if (rule.laterPagesOnly && !isLaterPage(query ?? '')) return false;
  return typeof rule.path === 'string'
    ? path.startsWith(rule.path)
    : rule.path.test(request.url);
}

function isLaterPage(query: string): boolean {
  const parameters = new URLSearchParams(query);
  return (
    Number(parameters.get('offset') ?? 0) > 0 ||
    (parameters.get('cursor') ?? '') !== ''
  );
}
