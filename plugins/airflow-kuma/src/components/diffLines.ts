/** A line of a diff: what was done to it, and what it says. */
export type DiffLine = { sign: '+' | '-' | ' '; text: string };

/** Names of files and of places in them: the heading above says it better. */
const HEADER = /^(={3,}|--- |\+\+\+ |Index: |\\ No newline)/;
const HUNK = /^@@ .* @@/;

/** The lines of a unified diff; a gap between its parts is an ellipsis. */
export function diffLines(diff: string): DiffLine[] {
  const lines: DiffLine[] = [];
  for (const line of diff.replace(/\n$/, '').split('\n')) {
    if (HEADER.test(line)) continue;
    if (HUNK.test(line)) {
      if (lines.length > 0) lines.push({ sign: ' ', text: '…' });
      continue;
    }
    const sign = line.charAt(0);
    lines.push(
      sign === '+' || sign === '-'
        ? { sign, text: line.slice(1) }
        : { sign: ' ', text: line.replace(/^ /, '') },
    );
  }
  return lines;
}
