import {
  airflowKumaPermissions,
  auditReadPermission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { TrailPolicy } from './TrailPolicy';

const policy = new TrailPolicy(['group:default/audit', 'user:default/admin']);
const as = (...ownershipEntityRefs: string[]) =>
  ({ info: { ownershipEntityRefs } } as PolicyQueryUser);

describe('TrailPolicy', () => {
  it.each([
    ['of a group that reads it', as('user:default/a', 'group:default/audit')],
    ['who is named', as('user:default/admin')],
  ])('lets somebody %s read the trail', async (_who, user) => {
    expect(
      await policy.handle({ permission: auditReadPermission }, user),
    ).toEqual({ result: AuthorizeResult.ALLOW });
  });

  it.each([
    ['everybody else', as('user:default/author', 'group:default/data')],
    ['who is nobody', undefined],
  ])('keeps the trail from %s, and nothing else', async (_who, user) => {
    for (const permission of airflowKumaPermissions) {
      const { result } = await policy.handle({ permission }, user);
      expect([permission.name, result]).toEqual([
        permission.name,
        permission === auditReadPermission
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      ]);
    }
  });

  it('lets nobody read the trail where config names nobody', async () => {
    const { result } = await new TrailPolicy([]).handle(
      { permission: auditReadPermission },
      as('user:default/admin'),
    );
    expect(result).toBe(AuthorizeResult.DENY);
  });
});
