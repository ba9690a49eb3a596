/**
 * A name and, where that is another, the id behind it.
 * @public
 */
export function nameWithId(name: string, id: string): string {
  return name === id ? name : `${name} (${id})`;
}
