import {
  AccessRequestInput,
  durationEnd,
  durationInWords,
  durationSeconds,
  extendedFrom,
  isLonger,
  UNTIL_REVOKED,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';
import { AccessConfig } from '../config';
import { Prolonged } from '../types';

const ref = z
  .string()
  .trim()
  .regex(
    /^[^:/\s]+:[^/\s]+\/[^/\s]+$/,
    'must be an entity ref such as component:default/name',
  )
  .max(255);
const domain = z.string().trim().min(1).max(255);

/** What may come over HTTP at all; the rest is judged with reasons. */
export const accessRequestInputSchema = z.strictObject({
  source: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('dag'), ref }),
    z.strictObject({ kind: z.literal('domain'), domain }),
  ]),
  destination: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('service'),
      ref,
      port: z.number().int().min(1).max(65535),
    }),
    z.strictObject({ kind: z.literal('domain'), domain }),
  ]),
  reason: z.string().trim().max(4000),
  ticket: z.string().trim().max(1000).optional(),
  start: z.iso.datetime({ offset: true }).optional(),
  duration: z.string().max(40),
  extends: z.string().max(40).optional(),
  breakGlass: z.boolean().optional(),
  onBehalfOf: ref.optional(),
});

const MAX_START_DAYS = 366;

/** What is wrong with reason, ticket, start and duration; empty where nothing is. */
export function validateInput(
  input: AccessRequestInput,
  config: AccessConfig,
  now: Date,
  before?: Prolonged,
): { field: string; message: string }[] {
  const problems: { field: string; message: string }[] = [];
  const today = now.toISOString();
  const from = before ? extendedFrom(before, today) : input.start ?? today;

  if (input.reason.trim().length < config.reason.minLength) {
    problems.push({
      field: 'reason',
      message: `The reason needs at least ${config.reason.minLength} characters`,
    });
  } else if (
    config.reason.pattern &&
    !config.reason.pattern.test(input.reason)
  ) {
    problems.push({
      field: 'reason',
      message:
        config.reason.patternHint ??
        `The reason has to match ${config.reason.pattern.source}`,
    });
  }
  if (input.ticket && !isWebLink(input.ticket)) {
    problems.push({
      field: 'ticket',
      message: 'The ticket has to be an http or https link',
    });
  }
  if (input.start) {
    const days = (Date.parse(input.start) - now.getTime()) / 86_400_000;
    if (days < -1 / 24)
      problems.push({ field: 'start', message: 'The start lies in the past' });
    if (days > MAX_START_DAYS)
      problems.push({
        field: 'start',
        message: 'The start lies more than a year ahead',
      });
  }
  const max = input.breakGlass
    ? config.breakGlass.maxDuration
    : config.durations.max;
  if (
    input.duration !== UNTIL_REVOKED &&
    durationSeconds(input.duration, from) === undefined
  ) {
    problems.push({
      field: 'duration',
      message: `"${input.duration}" is no ISO 8601 duration such as P7D`,
    });
  } else if (isLonger(input.duration, max, from)) {
    problems.push({
      field: 'duration',
      message: `At most ${durationInWords(max)} can be asked for here`,
    });
  } else if (before) {
    problems.push(...extensionProblems(input, max, before, from, today));
  }
  if (input.breakGlass && input.start) {
    problems.push({ field: 'start', message: 'Break-glass starts at once' });
  }
  if (input.breakGlass && !config.breakGlass.enabled) {
    problems.push({
      field: 'breakGlass',
      message: 'Break-glass is not enabled here',
    });
  }
  return problems;
}

/** An extension is asked for what has an end, and at most as far ahead as a new grant. */
function extensionProblems(
  input: AccessRequestInput,
  max: string,
  before: Prolonged,
  from: string,
  today: string,
): { field: string; message: string }[] {
  if (!before.end) {
    return [
      {
        field: 'extends',
        message: `Request ${before.id} has no end: there is nothing to extend`,
      },
    ];
  }
  const problems: { field: string; message: string }[] = [];
  if (input.start) {
    problems.push({
      field: 'start',
      message: `An extension has no start of its own: it goes on at ${utcMinute(
        before.end,
      )}`,
    });
  }
  const end = durationEnd(input.duration, from);
  const latest = durationEnd(max, today);
  if (end && latest && end > latest) {
    problems.push({
      field: 'duration',
      message: `It would last until ${utcMinute(
        end,
      )}; at most ${durationInWords(
        max,
      )} from now is possible, so until ${utcMinute(latest)}`,
    });
  }
  return problems;
}

function isWebLink(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
