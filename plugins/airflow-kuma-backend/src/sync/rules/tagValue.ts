/** Value of the first tag with a prefix, e.g. `finance` of `domain:finance`. */
export function tagValue(tags: string[], prefix: string): string | undefined {
  for (const tag of tags) {
    const value = tag.startsWith(prefix) && tag.slice(prefix.length).trim();
    if (value) return value;
  }
  return undefined;
}
