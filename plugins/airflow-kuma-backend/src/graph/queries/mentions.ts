import { MeshSnapshot } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';

const mentionSchema = z.object({
  type: z.enum(['Exact', 'Prefix']),
  value: z.string(),
});

/**
 * Which callers the policies of a mesh tell apart. Two identities that no
 * policy mentions differently get the same answer everywhere, so one of them
 * is enough to ask about.
 */
export class Mentions {
  /** `false` where policies name callers otherwise than by SPIFFE ID. */
  readonly complete: boolean;
  readonly #exact = new Map<string, Set<string>>();
  readonly #prefixes = new Set<string>();

  constructor(snapshot: MeshSnapshot) {
    const { meshTrafficPermissions, trafficPermissions } = snapshot;
    this.complete =
      trafficPermissions.length === 0 &&
      meshTrafficPermissions.every(({ spec }) => !hasFrom(spec));
    for (const { type, name, spec } of meshTrafficPermissions) {
      for (const mention of mentionsIn(spec)) {
        if (mention.type === 'Prefix') this.#prefixes.add(mention.value);
        else {
          const known = this.#exact.get(mention.value) ?? new Set<string>();
          known.add(`${type} ${name}`);
          this.#exact.set(mention.value, known);
        }
      }
    }
  }

  /** Policies that name this very caller, as `<kind> <name>`. */
  policiesNaming(uriSans: string[]): Set<string> {
    return new Set(
      uriSans.flatMap(uriSan => [...(this.#exact.get(uriSan) ?? [])]),
    );
  }

  /**
   * Callers with the same key are told apart by exact names alone. Of a caller
   * with several URI SANs it counts which of them has the prefix.
   */
  prefixKey(uriSans: string[]): string {
    return uriSans
      .map(uriSan =>
        [...this.#prefixes]
          .filter(prefix => uriSan.startsWith(prefix))
          .join(' '),
      )
      .join(', ');
  }
}

function hasFrom(spec: unknown): boolean {
  return typeof spec === 'object' && spec !== null && 'from' in spec;
}

function mentionsIn(value: unknown): z.infer<typeof mentionSchema>[] {
  if (Array.isArray(value)) return value.flatMap(mentionsIn);
  if (typeof value !== 'object' || value === null) return [];
  const parsed = mentionSchema.safeParse(value);
  if (parsed.success) return [parsed.data];
  return Object.values(value).flatMap(mentionsIn);
}
