import {
  accessAdministerPermission,
  airflowKumaPermissions,
  auditReadPermission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { PortalPolicy } from './PortalPolicy';

const policy = new PortalPolicy({
  trailReaders: ['group:default/audit', 'user:default/admin'],
  administrators: ['user:default/admin'],
});
const as = (...ownershipEntityRefs: string[]) =>
  ({ info: { ownershipEntityRefs } } as PolicyQueryUser);

const denied = async (user?: PolicyQueryUser, of = policy) => {
  const names: string[] = [];
  for (const permission of airflowKumaPermissions) {
    const { result } = await of.handle({ permission }, user);
    if (result === AuthorizeResult.DENY) names.push(permission.name);
  }
  return names.sort();
};

describe('PortalPolicy', () => {
  it('keeps nothing from who is named for it', async () => {
    expect(await denied(as('user:default/admin'))).toEqual([]);
  });

  it('lets a group that reads the trail read it, and start nothing', async () => {
    expect(await denied(as('user:default/a', 'group:default/audit'))).toEqual([
      accessAdministerPermission.name,
    ]);
  });

  it.each([
    ['everybody else', as('user:default/author', 'group:default/data')],
    ['who is nobody', undefined],
  ])('keeps these from %s, and nothing else', async (_who, user) => {
    expect(await denied(user)).toEqual(
      [accessAdministerPermission.name, auditReadPermission.name].sort(),
    );
  });

  it('lets nobody where config names nobody', async () => {
    const nobody = new PortalPolicy({ trailReaders: [], administrators: [] });
    expect(await denied(as('user:default/admin'), nobody)).toHaveLength(2);
  });
});
