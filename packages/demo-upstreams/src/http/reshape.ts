const enumFields = new Set([
  'state',
  'run_type',
  'triggered_by',
  'trigger_rule',
  'status',
  'appProtocol',
  'protocol',
]);

/** Gives every field that holds one of a few words a word nobody knows. */
export function unknownEnums(body: unknown): unknown {
  return walk(body, (key, value) =>
    enumFields.has(key) && typeof value === 'string' ? 'never_seen_yet' : value,
  );
}

/** Takes a field from one item of each list at the top of the answer. */
export function missingField(
  body: unknown,
  field: string,
  at: number = 0,
): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      Array.isArray(value)
        ? value.map((item, index) =>
            index === at ? without(item, field) : item,
          )
        : value,
    ]),
  );
}

/** Says another count of a list, or none. */
export function counted(
  body: unknown,
  total: number | null | 'absent',
): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => {
      if (key !== 'total' && key !== 'total_entries') return [[key, value]];
      return total === 'absent' ? [] : [[key, total]];
    }),
  );
}

/** Stands for a number that is none until the answer is sent. */
export const NAN = 'demo NaN';

/** Gives the first item of each list, or what is no list, a number that is none. */
export function notANumber(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const entries = Object.entries(body).map(([key, value]) => [
    key,
    Array.isArray(value)
      ? value.map((item, index) =>
          index === 0 && typeof item === 'object'
            ? { ...item, demo_number: NAN }
            : item,
        )
      : value,
  ]);
  return Object.fromEntries([...entries, ['demo_number', NAN]]);
}

function without(item: unknown, field: string): unknown {
  if (typeof item !== 'object' || item === null) return item;
  return Object.fromEntries(
    Object.entries(item).filter(([key]) => key !== field),
  );
}

function walk(
  value: unknown,
  change: (key: string, value: unknown) => unknown,
): unknown {
  if (Array.isArray(value)) return value.map(item => walk(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      walk(change(key, inner), change),
    ]),
  );
}
