import { Document, isSeq, parseDocument } from 'yaml';
import { BackendRef, sameRef } from '../reach';
import { appendTo, applyEdit, removeItem, removeKey, setAt } from './yamlText';

/** What is to be in a list of references, and what of ours is to go. */
export type RefChange = {
  add: BackendRef[];
  remove: BackendRef[];
  /** The list is there because of us: it goes with its last reference. */
  ours: boolean;
};

/**
 * Changes `refs` below a path of a document: adds what is missing, removes
 * what is ours, and leaves everything else, kinds that we do not know too.
 */
export function editRefs(
  text: string,
  path: string[],
  change: RefChange,
  parse: (text: string) => Document.Parsed = parseDocument,
): { text: string; created: boolean } {
  const list = [...path, 'refs'];
  let next = text;
  let document = parse(next);
  const refs = () => {
    const found = document.getIn(list, true);
    return isSeq(found) ? (found.toJSON() as unknown[]) : undefined;
  };
  const apply = (edit: Parameters<typeof applyEdit>[1]) => {
    next = applyEdit(next, edit);
    document = parse(next);
  };
  const created = refs() === undefined;

  const missing = change.add.filter(
    ref => !refs()?.some(other => sameRef(other, ref)),
  );
  if (missing.length > 0) {
    apply(
      (refs()?.length ?? 0) > 0
        ? appendTo(next, document, list, missing)
        : setAt(next, document, list, missing),
    );
  }
  for (const ref of change.remove) {
    const present = refs() ?? [];
    const index = present.findIndex(other => sameRef(other, ref));
    if (index < 0) continue;
    if (present.length > 1) apply(removeItem(next, document, list, index));
    else if (change.ours && path.length > 0) {
      const edit = removeKey(next, document, path);
      if (edit) apply(edit);
    } else {
      // An empty list closes, as it did before; no list would not.
      apply(setAt(next, document, list, []));
    }
  }
  return { text: next, created: created && missing.length > 0 };
}
