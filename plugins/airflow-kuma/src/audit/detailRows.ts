import { capitalized } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** A fact of a record, before and after what happened. */
export type DetailRow = { field: string; before?: string; after?: string };

/**
 * What a record says was before and is after, fact by fact. Records are kept
 * as they were written, so nothing is taken for granted.
 */
export function detailRows(before: unknown, after: unknown): DetailRow[] {
  const left = factsOf(before);
  const right = factsOf(after);
  return [...new Set([...left.keys(), ...right.keys()])].map(field => ({
    field: inWords(field),
    ...(left.has(field) && { before: left.get(field) }),
    ...(right.has(field) && { after: right.get(field) }),
  }));
}

function factsOf(value: unknown): Map<string, string> {
  const facts = new Map<string, string>();
  const add = (path: string, part: unknown): void => {
    if (part === undefined || part === null) return;
    if (Array.isArray(part)) {
      if (part.every(item => typeof item !== 'object')) {
        facts.set(path, part.join(', ') || 'none');
      } else {
        part.forEach((item, index) => add(`${path} ${index + 1}`, item));
      }
    } else if (typeof part === 'object') {
      for (const [key, item] of Object.entries(part))
        add(path ? `${path}, ${key}` : key, item);
    } else {
      facts.set(path, String(part));
    }
  };
  add('', value);
  return facts;
}

/** `impactHash` as `Impact hash`; a value that has no field is one itself. */
function inWords(field: string): string {
  const words = field
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLocaleLowerCase('en-US');
  return words ? capitalized(words) : 'Value';
}
