/**
 * Cells of a text of CSV (RFC 4180), line by line. An error names the line on
 * which a quote is left open.
 */
export function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  // Each round reads one cell and what ends it.
  while (at < text.length) {
    const { cell, next } =
      text[at] === '"' ? quoted(text, at, lines.length + 1) : bare(text, at);
    cells.push(cell);
    at = next;
    if (text[at] === ',') {
      at += 1;
      // A comma at the very end has an empty cell behind it.
      if (at === text.length) cells.push('');
      continue;
    }
    if (text.startsWith('\r\n', at)) at += 2;
    else if (text[at] === '\n' || text[at] === '\r') at += 1;
    else if (at < text.length)
      throw new Error(`line ${lines.length + 1}: text behind a closed quote`);
    lines.push(cells);
    cells = [];
  }
  if (cells.length > 0) lines.push(cells);
  return lines;
}

type Read = { cell: string; next: number };

function bare(text: string, start: number): Read {
  const ends = /[,\r\n]/g;
  ends.lastIndex = start;
  const next = ends.exec(text)?.index ?? text.length;
  return { cell: text.slice(start, next), next };
}

function quoted(text: string, start: number, line: number): Read {
  let cell = '';
  for (let at = start + 1; ; ) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new Error(`line ${line}: a quote is left open`);
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, next: quote + 1 };
    cell += '"';
    at = quote + 2;
  }
}
