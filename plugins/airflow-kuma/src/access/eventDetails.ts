import { durationInWords } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * What a record of the trail says beyond its action, in sentences. Records
 * are kept as they were written, so nothing is taken for granted.
 */
export function eventDetails(
  after: unknown,
  nameOf: (ref: string) => string,
): string[] {
  const facts = objectOf(after);
  const drift = objectOf(facts.drift);
  return [
    text(facts.rationale, rationale => `“${rationale}”`),
    // A reason that repeats the rationale says nothing new.
    text(facts.rationale ? undefined : facts.reason, reason => `“${reason}”`),
    text(facts.reviewer, reviewer => `To ${nameOf(reviewer)}.`),
    text(facts.via, via => `Asked through ${via}.`),
    text(facts.duration, duration => `For ${durationInWords(duration)}.`),
    text(facts.waiting, waiting => waiting),
    text(facts.driver, driver => `Written through ${driver}.`),
    text(facts.reference, reference => `See ${reference}.`),
    text(facts.confirmation, confirmation => confirmation),
    text(drift.detail, detail => detail),
    text(facts.carries, policy => `It carries the sources of ${policy} along.`),
    ...(Array.isArray(facts.warnings) ? facts.warnings : []).map(warning =>
      text(warning, words => words),
    ),
  ].flatMap(detail => detail ?? []);
}

/** Users and groups that its sentences name. */
export function refsIn(after: unknown): string[] {
  const { reviewer } = objectOf(after);
  return typeof reviewer === 'string' && reviewer ? [reviewer] : [];
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : {};
}

function text(
  value: unknown,
  say: (text: string) => string,
): string | undefined {
  return typeof value === 'string' && value !== '' ? say(value) : undefined;
}
