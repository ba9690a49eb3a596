import {
  AccessRequestInput,
  durationEnd,
  extendedFrom,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ConflictError, InputError } from '@backstage/errors';
import { AuditEntry } from '../../audit';
import { AccessContext } from '../AccessContext';
import { checkTransition } from '../performTransition';
import { assess } from '../preview/assess';
import { openKey } from '../preview/openKey';
import { rolesOf } from '../roles';
import { AccessRecord, Caller, Prolonged } from '../types';
import { newId } from './newId';
import { duplicateProblems } from './previewRequest';
import { requestersOf } from './requestersOf';

/**
 * Makes a request. Everything is judged again here, whatever a form or a
 * preview said. Where no approval is needed it is granted at once.
 */
export async function createRequest(
  context: AccessContext,
  caller: Caller,
  input: AccessRequestInput,
): Promise<AccessRecord> {
  const requesters = requestersOf(context.config, caller, input);
  const before = await extendedGrant(context, caller, input);
  const duplicates = await duplicateProblems(context, input);
  if (duplicates.length > 0) throw new ConflictError(duplicates[0].message);
  const id = newId();
  const assessment = await assess(context, input, caller, requesters, id, {
    purpose: 'request',
    before,
  });
  const { resolved } = assessment.resolution;
  if (assessment.problems.length > 0 || !resolved || !assessment.planned) {
    throw new InputError(
      assessment.problems
        .map(({ field, message }) => (field ? `${field}: ${message}` : message))
        .join('\n'),
    );
  }

  const now = context.now().toISOString();
  const { guardrail } = assessment;
  const record: AccessRecord = {
    id,
    version: 1,
    state: 'pending',
    source: input.source,
    destination: input.destination,
    sourceName: assessment.resolution.sourceName,
    destinationName: assessment.resolution.destinationName,
    controlPlane: resolved.controlPlane,
    mesh: resolved.mesh,
    reason: input.reason.trim(),
    ...(input.ticket && { ticket: input.ticket }),
    ...requesters,
    sourceOwners: assessment.sourceOwners,
    requestedAt: now,
    ...(input.start && { start: new Date(input.start).toISOString() }),
    duration: input.duration,
    approvals: assessment.approvals,
    decisions: [],
    ...(guardrail && {
      guardrail: {
        name: guardrail.name,
        outcome: guardrail.outcome,
        ...(guardrail.advice && { advice: guardrail.advice }),
      },
    }),
    driver: assessment.driver.name,
    breakGlass: input.breakGlass === true,
    ...(before && { extends: before.id, extendsEnd: before.end }),
    lapsesAt: durationEnd(context.config.lapseAfter, now),
    resolved,
    domains: [
      ...new Set(
        [
          ...assessment.resolution.dags,
          ...assessment.resolution.services,
        ].flatMap(item => item.dataDomain ?? []),
      ),
    ].sort(),
    openKey: openKey(input, input.extends !== undefined),
  };
  const immediate = record.breakGlass || record.approvals.length === 0;
  if (immediate) {
    record.plan = assessment.planned.plan;
    record.confirmedImpact = assessment.impactHash;
    record.allowedBefore = assessment.allowedAlready;
    grantTimes(record, now, before);
    record.state =
      record.start && record.start > now ? 'scheduled' : 'applying';
  }

  await context.store.transaction(async transaction => {
    await context.store.insert(transaction, record);
    await context.audit.append(transaction, [
      {
        ...caller.audit,
        ...(caller.service && { onBehalfOf: record.requester }),
        action: record.breakGlass
          ? 'access.break-glass.created'
          : 'access.request.created',
        requestId: id,
        subject: `${record.sourceName} → ${record.destinationName}`,
        after: {
          state: record.state,
          source: record.source,
          destination: record.destination,
          reason: record.reason,
          ticket: record.ticket,
          start: record.start,
          duration: record.duration,
          guardrail: record.guardrail,
          approvals: record.approvals,
          sourceOwners: record.sourceOwners,
          resolved,
          ...(caller.via && { via: caller.via }),
          ...(record.extends && { extends: record.extends }),
        },
      },
      ...extensionEntries(caller, record),
    ]);
  });
  await context.events.emit('created', record);
  if (immediate) await context.events.emit('granted', record);
  return record;
}

/**
 * An extension ends what it extends, so it has to be for the same access, and
 * asked by who may extend that.
 */
async function extendedGrant(
  context: AccessContext,
  caller: Caller,
  input: AccessRequestInput,
): Promise<AccessRecord | undefined> {
  if (!input.extends) return undefined;
  const before = await context.store.get(input.extends);
  checkTransition(
    before,
    'extend',
    rolesOf(before, caller, context.config.administrators),
  );
  if (openKey(before, false) !== openKey(input, false)) {
    throw new InputError(
      `extends: request ${before.id} is about another source or destination`,
    );
  }
  return before;
}

/** The grant that is extended tells of it too. */
function extensionEntries(caller: Caller, record: AccessRecord): AuditEntry[] {
  if (!record.extends) return [];
  return [
    {
      ...caller.audit,
      action: 'access.grant.extension-requested',
      requestId: record.extends,
      subject: `${record.sourceName} → ${record.destinationName}`,
      after: { extension: record.id, duration: record.duration },
    },
  ];
}

/**
 * Sets when the grant ends, counted from its start or from now, and an
 * extension from the end of the grant before.
 */
export function grantTimes(
  record: AccessRecord,
  now: string,
  before: Prolonged | undefined,
): void {
  const begin = record.start && record.start > now ? record.start : now;
  const from = before ? extendedFrom(before, now) : begin;
  const end = durationEnd(record.duration, from);
  if (end) record.end = end;
  delete record.lapsesAt;
}
