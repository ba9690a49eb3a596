/**
 * Whether something held at an instant (ISO times): from its first instant on,
 * and no more at its end, so that of two that follow each other one holds at
 * any instant. What has no end holds still.
 * @public
 */
export function holdsAt(
  span: { from: string; to?: string },
  at: string,
): boolean {
  return isBegun(span.from, at) && !isOver(span.to, at);
}

/**
 * Whether something held at some instant of another such time.
 * @public
 */
export function holdsDuring(
  span: { from: string; to?: string },
  during: { from: string; to?: string },
): boolean {
  return (
    holdsAt(span, during.from) ||
    // It began later, before the other was over.
    (isBegun(during.from, span.from) && !isOver(during.to, span.from))
  );
}

function isBegun(from: string, at: string): boolean {
  return Date.parse(from) <= Date.parse(at);
}

function isOver(to: string | undefined, at: string): boolean {
  return to !== undefined && Date.parse(to) <= Date.parse(at);
}
