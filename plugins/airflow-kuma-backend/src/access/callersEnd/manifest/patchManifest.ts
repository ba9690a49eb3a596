import { Document, isMap, parseAllDocuments, parseDocument } from 'yaml';
import { REACHABLE_BACKENDS } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { editRefs, RefChange } from './editRefs';
import {
  DocumentSelector,
  findDocument,
  FoundDocument,
  parseManifest,
} from './findDocument';
import { applyEdit, removeKey, setAt, UneditableError } from './yamlText';

/** A manifest as it would be, or why it is to be changed by hand. */
export type PatchedManifest =
  | {
      text: string;
      changed: boolean;
      /** The list of references was not there before. */
      created: boolean;
    }
  | { problem: string };

/** Where a Dataplane holds its list. */
const TRANSPARENT = ['networking', 'transparentProxying'];

/**
 * Opens or takes back ways out in a workload's own manifest: in the annotation
 * of its pods, or in its Dataplane. Comments and formatting stay.
 */
export function patchManifest(
  text: string,
  selector: DocumentSelector,
  change: RefChange,
): PatchedManifest {
  const parsed = parseManifest(text);
  if ('problem' in parsed) return parsed;
  const found = findDocument(parsed.documents, selector);
  if ('problem' in found) return found;
  try {
    const next = found.annotations
      ? patchAnnotation(text, found, found.annotations, change)
      : patchDataplane(text, found, change);
    return { ...next, changed: next.text !== text };
  } catch (error) {
    if (error instanceof UneditableError) return { problem: error.message };
    throw error;
  }
}

function patchDataplane(
  text: string,
  { index }: FoundDocument,
  change: RefChange,
) {
  const parse = documentAt(index);
  if (!isMap(parse(text).getIn(TRANSPARENT, true))) {
    throw new UneditableError(
      'holds a Dataplane without transparent proxying, which takes outbounds only',
    );
  }
  return editRefs(text, [...TRANSPARENT, 'reachableBackends'], change, parse);
}

/** The annotation is YAML in a text: the same is done inside of it. */
function patchAnnotation(
  text: string,
  { index }: FoundDocument,
  annotations: string[],
  change: RefChange,
) {
  const parse = documentAt(index);
  const path = [...annotations, REACHABLE_BACKENDS];
  const document = parse(text);
  const value = document.getIn(path);
  if (value !== undefined && value !== null && typeof value !== 'string') {
    throw new UneditableError(
      `holds an annotation ${REACHABLE_BACKENDS} that is no text`,
    );
  }
  const before = value ?? '';
  const inner = parseDocument(before);
  if (inner.errors.length > 0) {
    throw new UneditableError(
      `holds an annotation ${REACHABLE_BACKENDS} that does not parse`,
    );
  }
  // Nothing to change a text by: the first reference writes it.
  if (inner.contents === null) {
    if (change.add.length === 0) return { text, created: false };
    const refs = new Document({ refs: change.add }).toString({ lineWidth: 0 });
    return {
      text: applyEdit(text, setAt(text, document, path, refs)),
      created: true,
    };
  }
  const { text: after } = editRefs(before, [], change);
  if (after === before) return { text, created: false };
  const left = parseDocument(after).getIn(['refs']);
  const isOver = change.ours && isEmptyList(left);
  const edit = isOver
    ? removeKey(text, document, path)
    : setAt(text, document, path, after);
  return { text: edit ? applyEdit(text, edit) : text, created: false };
}

function isEmptyList(value: unknown): boolean {
  const items = (value as { items?: unknown[] } | undefined)?.items;
  return Array.isArray(items) && items.length === 0;
}

function documentAt(index: number) {
  return (text: string) =>
    (parseAllDocuments(text) as Document.Parsed[])[index];
}
