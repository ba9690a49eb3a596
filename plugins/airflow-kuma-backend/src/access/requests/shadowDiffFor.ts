import { AccessShadowDiff } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { NotAllowedError } from '@backstage/errors';
import { AccessContext } from '../AccessContext';
import { rolesOf } from '../roles';
import { AccessRecord, Caller } from '../types';
import { assessDecision } from './decideRequest';

/** Kuma's own answer to what a request would change, for those who decide it. */
export async function shadowDiffFor(
  context: AccessContext,
  caller: Caller,
  record: AccessRecord,
): Promise<AccessShadowDiff> {
  if (!context.config.shadowDiff) {
    return {
      reason: 'Not enabled: airflowKuma.access.shadowDiff.',
      changes: [],
    };
  }
  // It writes to the mesh for a moment: not for everybody who may read.
  if (
    !rolesOf(record, caller, context.config.administrators).includes('approver')
  ) {
    throw new NotAllowedError(
      'Only approvers may ask Kuma what a request would change',
    );
  }
  const { planned, problems } = await assessDecision(context, record, caller);
  const proxies = await context.inventory.proxies(record);
  const names = new Set(
    (await context.inventory.services())
      .filter(service =>
        record.resolved.targets.some(target => target.ref === service.ref),
      )
      .flatMap(service => service.dataplanes),
  );
  const proxy = proxies.find(
    ({ name, status }) => names.has(name) && status !== 'offline',
  );
  if (!planned || problems.length > 0 || !proxy) {
    return {
      reason: problems[0]?.message ?? 'No proxy of the destination is online.',
      changes: [],
    };
  }
  return context.shadows.diff(record, planned.plan, proxy.name);
}
