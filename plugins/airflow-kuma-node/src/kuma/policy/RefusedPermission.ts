import { PermissionRefusal } from './types';

/** Ends the building of a policy; turned into an answer at its top. */
export class RefusedPermission extends Error {
  constructor(readonly code: PermissionRefusal, reason: string) {
    super(reason);
  }
}
