import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { DefaultCatalogVisibility } from './DefaultCatalogVisibility';

function setUp(result: AuthorizeResult) {
  const permissions = mockServices.permissions.mock();
  permissions.authorizeConditional.mockResolvedValue([{ result } as never]);
  const catalog = catalogServiceMock({
    entities: ['a', 'b'].map(name => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name, namespace: 'default' },
      spec: { type: name === 'a' ? 'airflow-dag' : 'website' },
    })),
  });
  const time = { now: 0 };
  const visibility = DefaultCatalogVisibility.create({
    catalog,
    permissions,
    clock: () => time.now,
  });
  return { visibility, permissions, time };
}

const jane = mockCredentials.user('user:default/jane');

describe('DefaultCatalogVisibility', () => {
  it('takes one decision where it is for all', async () => {
    const all = await setUp(AuthorizeResult.ALLOW).visibility.of(jane);
    expect(all.has('component:default/whatever')).toBe(true);
    const none = await setUp(AuthorizeResult.DENY).visibility.of(jane);
    expect(none.has('component:default/a')).toBe(false);
    expect(all.key).not.toBe(none.key);
  });

  it('lists our entities where it depends', async () => {
    const { visibility } = setUp(AuthorizeResult.CONDITIONAL);
    const some = await visibility.of(jane);
    expect(some.has('component:default/a')).toBe(true);
    expect(some.has('component:default/b')).toBe(false);
    expect(some.has('component:default/c')).toBe(false);
  });

  it('remembers an answer for one caller and a short while', async () => {
    const { visibility, permissions, time } = setUp(AuthorizeResult.ALLOW);
    await Promise.all([visibility.of(jane), visibility.of(jane)]);
    expect(permissions.authorizeConditional).toHaveBeenCalledTimes(1);
    await visibility.of(mockCredentials.user('user:default/john'));
    expect(permissions.authorizeConditional).toHaveBeenCalledTimes(2);
    time.now = 6_000;
    await visibility.of(jane);
    expect(permissions.authorizeConditional).toHaveBeenCalledTimes(3);
  });

  it('does not remember a failure', async () => {
    const { visibility, permissions } = setUp(AuthorizeResult.ALLOW);
    permissions.authorizeConditional.mockRejectedValueOnce(new Error('down'));
    await expect(visibility.of(jane)).rejects.toThrow('down');
    expect((await visibility.of(jane)).has('component:default/a')).toBe(true);
  });
});
