import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Name of what holds where no rule of the config fits. */
const DEFAULT = 'default';

/** Which rule decides, and what who wrote it advises. */
export function guardrailInWords(
  guardrail: AccessRequest['guardrail'],
): string | undefined {
  if (!guardrail) return undefined;
  const { name, advice } = guardrail;
  // A preview's advice begins with how the rules were gone through.
  if (advice?.includes(name)) return advice;
  if (name === DEFAULT) {
    return (
      advice ?? 'No guardrail fits, so the owner of the destination approves.'
    );
  }
  return [`Guardrail “${name}”.`, advice].filter(Boolean).join(' ');
}
