import { Violation } from './errors';
import { Resource } from './types';

type Selector = { match?: Record<string, string> };

/** Refusals of a TrafficPermission, as Kuma's selector validation has them. */
export function validateTrafficPermission(body: Resource): Violation[] {
  return (['sources', 'destinations'] as const).flatMap(field => {
    const selectors: Selector[] = body[field] ?? [];
    if (selectors.length === 0) {
      return [{ field, reason: 'must have at least one element' }];
    }
    return selectors.flatMap(({ match = {} }, index) =>
      Object.keys(match).length === 0
        ? [
            {
              field: `${field}[${index}].match`,
              reason: 'must have at least one tag',
            },
          ]
        : [],
    );
  });
}
