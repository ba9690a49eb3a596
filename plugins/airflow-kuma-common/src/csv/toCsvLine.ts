/** What a spreadsheet reads as the start of a formula, in full width too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Texts as a line of CSV (RFC 4180), quoted where they must be. Names and
 * reasons come from people and upstreams: a quote mark keeps a spreadsheet from
 * running them as formulas.
 * @public
 */
export function toCsvLine(texts: string[]): string {
  return `${texts.map(toCell).join(',')}\r\n`;
}

function toCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
