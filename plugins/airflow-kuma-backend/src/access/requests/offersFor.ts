import {
  AccessOffer,
  AccessPair,
  explainGuardrails,
  isLonger,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';
import { AccessContext } from '../AccessContext';
import { decideAll } from '../preview/decideApprovals';
import { guardrailSubjects } from '../preview/guardrailSubject';
import { AccessQuery } from '../store';
import { Resolution } from '../resolve/resolveRequest';
import { Caller } from '../types';
import { earlierRequests } from './earlierRequests';

const ref = z.string().min(1).max(255);

export const offersSchema = z.strictObject({
  pairs: z
    .array(
      z.strictObject({
        source: ref,
        destination: ref,
        port: z.number().int().min(1).max(65535).optional(),
      }),
    )
    .max(200),
});

/**
 * What a page should know before it offers a request for a pair: whether a
 * guardrail refuses it whatever is asked for, what is requested already, and
 * what came of the last time. Of what the caller may not see nothing is said.
 */
export async function offersFor(
  context: AccessContext,
  caller: Caller,
  pairs: AccessPair[],
  /** Requests that the caller may read. */
  where: AccessQuery['where'],
): Promise<AccessOffer[]> {
  const { inventory, visibility } = context;
  const [dags, services, visible, earlierOf] = await Promise.all([
    inventory.dags(),
    inventory.services(),
    visibility.of(caller.credentials),
    earlierRequests(context, caller, pairs, where),
  ]);
  return pairs.map(pair => {
    const dag = dags.find(item => item.ref === pair.source);
    const service = services.find(item => item.ref === pair.destination);
    if (!dag || !service || !visible.has(dag.ref) || !visible.has(service.ref))
      return pair;
    const refusal = refusalOf(context, caller, pair, { dag, service });
    return { ...pair, ...(refusal && { refusal }), ...earlierOf(pair) };
  });
}

function refusalOf(
  { config, now }: Pick<AccessContext, 'config' | 'now'>,
  caller: Caller,
  pair: AccessPair,
  {
    dag,
    service,
  }: {
    dag: Resolution['dags'][number];
    service: Resolution['services'][number];
  },
): string | undefined {
  const port = pair.port ?? service.ports[0]?.port;
  const subjects = guardrailSubjects(
    {
      source: { kind: 'dag', ref: dag.ref },
      destination: { kind: 'service', ref: service.ref, port },
      reason: '',
      duration: shortest(config.durations.presets),
    },
    { dags: [dag], services: [service] },
    { ref: caller.user ?? '', caller },
    now(),
  );
  if (config.guardrails.length === 0 || subjects.length === 0) return undefined;
  const decision = decideAll(config.guardrails, subjects);
  if (decision.outcome !== 'deny') return undefined;
  return [explainGuardrails(decision), decision.advice]
    .filter(Boolean)
    .join(' ');
}

/** The easiest to get: what is refused for that long is refused for longer. */
function shortest(presets: string[]): string {
  const from = '2026-01-01T00:00:00Z';
  return presets.reduce(
    (least, preset) => (isLonger(least, preset, from) ? preset : least),
    presets[0] ?? 'PT1H',
  );
}
