/** Whether a value is among those asked for; not asked for means any. */
export function isOneOf(
  wanted: string[] | undefined,
  value: string | undefined,
): boolean {
  return (
    wanted === undefined || (value !== undefined && wanted.includes(value))
  );
}

/** Whether any of the values is among those asked for. */
export function anyOf(wanted: string[] | undefined, values: string[]): boolean {
  return wanted === undefined || values.some(value => wanted.includes(value));
}

/** Whether every word of a text occurs in one of the fields. */
export function containsText(
  text: string | undefined,
  fields: (string | undefined)[],
): boolean {
  const words = wordsOf(text);
  if (!words.length) return true;
  const haystack = haystackOf(fields);
  return words.every(word => haystack.includes(word));
}

/** What a text asks for, in lower case. */
export function wordsOf(text: string | undefined): string[] {
  return text?.toLocaleLowerCase('en-US').split(/\s+/).filter(Boolean) ?? [];
}

/** Fields as one text to look for words in. */
export function haystackOf(fields: (string | undefined)[]): string {
  return fields
    .filter(field => field !== undefined)
    .join('\n')
    .toLocaleLowerCase('en-US');
}
