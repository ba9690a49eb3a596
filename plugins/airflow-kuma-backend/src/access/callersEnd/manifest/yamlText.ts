import {
  Document,
  isMap,
  isScalar,
  isSeq,
  Node,
  Pair,
  ParsedNode,
  stringify,
  YAMLMap,
  YAMLSeq,
} from 'yaml';

/**
 * Changes to the text of a YAML document that leave all other text as it is:
 * its owner reads the diff. Writing the document anew would change quotes,
 * indentation and line breaks that nobody asked about.
 */
export type Edit = { from: number; to: number; text: string };

const IN_ONE_LINE = {
  lineWidth: 0,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
};

/** Says what in a document is not as it can be changed here. */
export class UneditableError extends Error {}

export function applyEdit(text: string, edit: Edit): string {
  return text.slice(0, edit.from) + edit.text + text.slice(edit.to);
}

/** Sets the value at a path; maps that are missing in between are made. */
export function setAt(
  text: string,
  document: Document.Parsed,
  path: string[],
  value: unknown,
): Edit {
  let node: unknown = document.contents;
  for (const [depth, key] of path.entries()) {
    if (!isMap(node)) throw uneditable(path.slice(0, depth));
    const map = node as YAMLMap.Parsed;
    if (isFlow(map)) return setInFlow(map, path.slice(depth), value);
    const pair = pairOf(map, key);
    const rest = nest(path.slice(depth + 1), value);
    if (!pair) return insertAfter(text, map, { [key]: rest });
    if (depth === path.length - 1 || isEmpty(pair.value)) {
      return replacePair(text, pair, { [key]: rest });
    }
    node = pair.value;
  }
  throw uneditable(path);
}

/** Appends to the list at a path, which has to be there. */
export function appendTo(
  text: string,
  document: Document.Parsed,
  path: string[],
  items: unknown[],
): Edit {
  const list = document.getIn(path, true);
  if (!isSeq(list)) throw uneditable(path);
  const seq = list as YAMLSeq.Parsed;
  if (isFlow(seq)) {
    const values = [...(seq.toJSON() as unknown[]), ...items];
    return replaceFlow(seq, values);
  }
  const dash = dashOf(text, seq.items[0]);
  const last = seq.items[seq.items.length - 1];
  return insertAt(text, lineAfter(text, last), items, dash);
}

/** Takes items out of a list, which keeps at least one of them. */
export function removeItem(
  text: string,
  document: Document.Parsed,
  path: string[],
  index: number,
): Edit {
  const list = document.getIn(path, true);
  if (!isSeq(list)) throw uneditable(path);
  const seq = list as YAMLSeq.Parsed;
  if (isFlow(seq)) {
    const values = (seq.toJSON() as unknown[]).filter((_, at) => at !== index);
    return replaceFlow(seq, values);
  }
  const item = seq.items[index];
  const from = lineStart(text, item.range[0]);
  dashOf(text, item);
  return { from, to: lineAfter(text, item), text: '' };
}

/** Takes a key out of the map at a path; nothing where it is not there. */
export function removeKey(
  text: string,
  document: Document.Parsed,
  path: string[],
): Edit | undefined {
  const map = document.getIn(path.slice(0, -1), true);
  const key = path[path.length - 1];
  if (!isMap(map)) return undefined;
  const pair = pairOf(map as YAMLMap.Parsed, key);
  if (!pair) return undefined;
  if (isFlow(map as YAMLMap.Parsed)) {
    const { [key]: _gone, ...rest } = map.toJSON() as Record<string, unknown>;
    return replaceFlow(map as YAMLMap.Parsed, rest);
  }
  return {
    from: lineStart(text, pair.key.range[0]),
    to: lineAfter(text, pair.value ?? pair.key),
    text: '',
  };
}

type ParsedPair = Pair<ParsedNode, ParsedNode | null>;

function pairOf(map: YAMLMap.Parsed, key: string): ParsedPair | undefined {
  return (map.items as ParsedPair[]).find(
    ({ key: each }) => isScalar(each) && each.value === key,
  );
}

function setInFlow(map: YAMLMap.Parsed, path: string[], value: unknown): Edit {
  const whole = new Document(map.toJSON());
  whole.setIn(path, value);
  return replaceFlow(map, whole.toJSON());
}

/** In one line, as it was. */
function replaceFlow(node: ParsedNode, value: unknown): Edit {
  const document = new Document(value);
  (document.contents as { flow?: boolean }).flow = true;
  return {
    from: node.range[0],
    to: node.range[1],
    text: document.toString(IN_ONE_LINE).trimEnd(),
  };
}

/** A literal keeps its own indentation: only what is new in it is a change. */
function replaceLiteral(
  text: string,
  [from, to]: number[],
  value: string,
): Edit | undefined {
  const body = text.indexOf('\n', from) + 1;
  const indent = /^(?: *\n)*( +)\S/.exec(text.slice(body, to))?.[1].length;
  if (indent === undefined || !value.endsWith('\n')) return undefined;
  const written = indented(value, indent);
  return {
    from: body,
    to,
    text: text[to - 1] === '\n' ? written : written.trimEnd(),
  };
}

function replacePair(
  text: string,
  { key, value }: ParsedPair,
  next: Record<string, unknown>,
): Edit {
  const [whole] = Object.values(next);
  if (
    isScalar(value) &&
    value.type === 'BLOCK_LITERAL' &&
    typeof whole === 'string'
  ) {
    const edit = replaceLiteral(text, value.range, whole);
    if (edit) return edit;
  }
  const from = key.range[0];
  const indent = from - lineStart(text, from);
  const to = value && !isEmpty(value) ? value.range[1] : endOfKey(text, key);
  const written = indented(
    stringify(next, { lineWidth: 0 }),
    indent,
  ).trimStart();
  const keepsBreak = text[to - 1] === '\n' || text[to] === undefined;
  return { from, to, text: keepsBreak ? written : written.trimEnd() };
}

function insertAfter(text: string, map: YAMLMap.Parsed, value: object): Edit {
  const items = map.items as ParsedPair[];
  const first = items[0].key.range[0];
  const last = items[items.length - 1];
  return insertAt(
    text,
    lineAfter(text, last.value ?? last.key),
    value,
    first - lineStart(text, first),
  );
}

function insertAt(
  text: string,
  at: number,
  value: unknown,
  indent: number,
): Edit {
  const written = indented(stringify(value, { lineWidth: 0 }), indent);
  const isOnNewLine = at === 0 || text[at - 1] === '\n';
  return { from: at, to: at, text: isOnNewLine ? written : `\n${written}` };
}

/** The column of the dash in front of an item. */
function dashOf(text: string, item: { range: [number, number, number] }) {
  const start = lineStart(text, item.range[0]);
  const before = text.slice(start, item.range[0]);
  if (!/^ *- +$/.test(before)) {
    throw new UneditableError('holds a list that is not written line by line');
  }
  return before.indexOf('-');
}

/** Behind the line in which a node ends, its comment included. */
function lineAfter(text: string, { range }: { range: number[] }): number {
  const end = range[1];
  if (text[end - 1] === '\n') return end;
  const found = text.indexOf('\n', end);
  return found < 0 ? text.length : found + 1;
}

function endOfKey(text: string, { range }: ParsedNode): number {
  return text.indexOf(':', range[1]) + 1;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function indented(text: string, columns: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(columns));
}

function nest(path: string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

function isFlow(node: { flow?: boolean }): boolean {
  return node.flow === true;
}

function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

function uneditable(path: string[]): UneditableError {
  return new UneditableError(
    `holds something else than expected at ${path.join('.') || 'its top'}`,
  );
}
