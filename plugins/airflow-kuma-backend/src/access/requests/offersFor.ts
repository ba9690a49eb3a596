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
import { Caller } from '../types';

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
 * Which requests a page should not offer without a word, since a guardrail
 * refuses them whatever is asked for. Of what the caller may not see nothing
 * is said.
 */
export async function offersFor(
  context: AccessContext,
  caller: Caller,
  pairs: AccessPair[],
): Promise<AccessOffer[]> {
  const { config, inventory, visibility } = context;
  if (config.guardrails.length === 0) return pairs;
  const [dags, services, visible] = await Promise.all([
    inventory.dags(),
    inventory.services(),
    visibility.of(caller.credentials),
  ]);
  const duration = shortest(config.durations.presets);
  return pairs.map(pair => {
    const dag = dags.find(item => item.ref === pair.source);
    const service = services.find(item => item.ref === pair.destination);
    if (!dag || !service || !visible.has(dag.ref) || !visible.has(service.ref))
      return pair;
    const port = pair.port ?? service.ports[0]?.port;
    const subjects = guardrailSubjects(
      {
        source: { kind: 'dag', ref: dag.ref },
        destination: { kind: 'service', ref: service.ref, port },
        reason: '',
        duration,
      },
      { dags: [dag], services: [service] },
      { ref: caller.user ?? '', caller },
      context.now(),
    );
    if (subjects.length === 0) return pair;
    const decision = decideAll(config.guardrails, subjects);
    if (decision.outcome !== 'deny') return pair;
    const refusal = [explainGuardrails(decision), decision.advice]
      .filter(Boolean)
      .join(' ');
    return { ...pair, refusal };
  });
}

/** The easiest to get: what is refused for that long is refused for longer. */
function shortest(presets: string[]): string {
  const from = '2026-01-01T00:00:00Z';
  return presets.reduce(
    (least, preset) => (isLonger(least, preset, from) ? preset : least),
    presets[0] ?? 'PT1H',
  );
}
