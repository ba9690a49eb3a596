import { Texts } from '../read';

/** Values for a template of MeshIdentity. */
export type TemplateValues = {
  fields: Record<string, string>;
  labels: Texts;
};

/** A piece of a template: text as it is, a field or a label. */
type Piece = { text: string } | { field: string } | { label: string };

const ACTION =
  /\{\{-?\s*(?:\.([A-Za-z]+)|label\s+(?:"([^"]*)"|`([^`]*)`))\s*-?\}\}/g;

/** Templates are few and rendered for every proxy of a mesh. */
const parsed = new Map<string, Piece[] | undefined>();
const PARSED_LIMIT = 1_000;

/**
 * Renders a Go template as far as MeshIdentity uses them: fields such as
 * `{{ .Namespace }}` and labels, `{{ label "dag_id" }}`. A missing label is an
 * error in Kuma too: such a proxy gets no identity. `unread` tells a template
 * that Kuma may well render, and only we cannot.
 */
export function renderTemplate(
  template: string,
  values: TemplateValues,
): { text: string } | { error: string; unread?: boolean } {
  const pieces = parse(template);
  if (!pieces) {
    return { error: `template ${template} is not understood`, unread: true };
  }
  let text = '';
  for (const piece of pieces) {
    const value = valueOf(piece, values);
    if (value === undefined) return { error: errorOf(piece) };
    text += value;
  }
  return { text };
}

function valueOf(
  piece: Piece,
  { fields, labels }: TemplateValues,
): string | undefined {
  if ('text' in piece) return piece.text;
  if ('label' in piece) return labels.get(piece.label);
  return Object.hasOwn(fields, piece.field) ? fields[piece.field] : undefined;
}

function errorOf(piece: Piece): string {
  return 'label' in piece
    ? `label ${piece.label} not found`
    : `field .${(piece as { field: string }).field} is not known`;
}

function parse(template: string): Piece[] | undefined {
  if (!parsed.has(template)) {
    if (parsed.size >= PARSED_LIMIT) parsed.clear();
    parsed.set(template, piecesOf(template));
  }
  return parsed.get(template);
}

function piecesOf(template: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  let position = 0;
  for (const found of template.matchAll(ACTION)) {
    pieces.push({ text: template.slice(position, found.index) });
    const [action, field, label, rawLabel] = found;
    pieces.push(field === undefined ? { label: label ?? rawLabel } : { field });
    position = found.index + action.length;
  }
  pieces.push({ text: template.slice(position) });
  const isUnderstood = pieces.every(
    piece => !('text' in piece) || !piece.text.includes('{{'),
  );
  return isUnderstood ? pieces : undefined;
}
