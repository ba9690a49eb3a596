/** Values of a template, by name; absent where the DAG has none. */
export type TemplateFields = Record<string, string | undefined>;

const PLACEHOLDER = /\{\{\s*([A-Za-z]+)\s*(?:\|\s*(slug|raw)\s*)?\}\}/g;

/**
 * Renders `{{ dagId }}` and the like. Values are slugs, as names in a mesh are
 * DNS labels; `{{ dagId | raw }}` keeps the text, which labels of pods need.
 */
export function renderValue(
  template: string,
  fields: TemplateFields,
): { text: string } | { error: string } {
  let error: string | undefined;
  const text = template.replace(PLACEHOLDER, (_whole, name, filter) => {
    if (!Object.hasOwn(fields, name)) {
      error ??= `{{ ${name} }} is not known`;
      return '';
    }
    const value = fields[name] ?? '';
    const rendered = filter === 'raw' ? value : slug(value);
    if (rendered === '') error ??= `the DAG has no ${name}`;
    return rendered;
  });
  if (error !== undefined) return { error };
  return text.includes('{{')
    ? { error: `${template} is not understood` }
    : { text };
}

/** Text as a DNS label (RFC 1035 without its rule for the first character). */
function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
}
