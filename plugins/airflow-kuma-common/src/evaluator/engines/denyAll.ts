import { PermissionDialect, VerdictCode } from '../types';
import { Engine } from './decision';

/** The engine where nothing lets anybody in. */
export function denyAllEngine(
  dialect: PermissionDialect,
  code: VerdictCode,
  reason: string,
): Engine {
  return {
    dialect,
    usesSni: false,
    decide: () => ({
      dialect,
      enforced: 'deny',
      intended: 'deny',
      code,
      reason,
    }),
  };
}
