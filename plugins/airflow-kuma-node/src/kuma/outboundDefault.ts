import { ControlPlaneConfig } from './types';

/**
 * What the `defaults` of a config say of proxies that list nothing:
 * `restrictOutbound`, or its opposite `allowAllOutbound`, as the change was
 * first proposed (kumahq/kuma pull 18831).
 */
export function outboundDefault(
  defaults: unknown,
): ControlPlaneConfig['restrictOutbound'] {
  if (defaults === undefined || defaults === null) return undefined;
  if (typeof defaults !== 'object') return 'unknown';
  const { restrictOutbound, allowAllOutbound } = defaults as Record<
    string,
    unknown
  >;
  const told = restrictOutbound ?? allowAllOutbound ?? undefined;
  if (told === undefined) return undefined;
  if (typeof told !== 'boolean') return 'unknown';
  return typeof restrictOutbound === 'boolean' ? restrictOutbound : !told;
}
