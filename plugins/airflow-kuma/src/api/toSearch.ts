/** Values that a query can hold; lists become repeated parameters. */
export type QueryValue = string | number | boolean | string[] | undefined;

/** `{mesh: ['a', 'b'], limit: 5}` as `?mesh=a&mesh=b&limit=5`. */
export function toSearch(query: Record<string, QueryValue>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === '' || value === false) continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      search.append(key, String(item));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
