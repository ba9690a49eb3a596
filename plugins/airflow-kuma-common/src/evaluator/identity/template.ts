/** Values for a template of MeshIdentity. */
export type TemplateValues = {
  fields: Record<string, string>;
  labels: Map<string, string>;
};

const ACTION =
  /\{\{-?\s*(?:\.([A-Za-z]+)|label\s+(?:"([^"]*)"|`([^`]*)`))\s*-?\}\}/g;

/**
 * Renders a Go template as far as MeshIdentity uses them: fields such as
 * `{{ .Namespace }}` and labels, `{{ label "dag_id" }}`. A missing label is an
 * error in Kuma too: such a proxy gets no identity.
 */
export function renderTemplate(
  template: string,
  values: TemplateValues,
): { text: string } | { error: string } {
  let error: string | undefined;
  const text = template.replace(ACTION, (_action, field, label, rawLabel) => {
    if (field !== undefined) {
      const value = Object.hasOwn(values.fields, field)
        ? values.fields[field]
        : undefined;
      if (value === undefined) error ??= `field .${field} is not known`;
      return value ?? '';
    }
    const value = values.labels.get(label ?? rawLabel);
    if (value === undefined) error ??= `label ${label ?? rawLabel} not found`;
    return value ?? '';
  });
  if (error !== undefined) return { error };
  if (text.includes('{{'))
    return { error: `template ${template} is not understood` };
  return { text };
}
