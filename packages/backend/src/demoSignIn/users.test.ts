import { ConfigReader } from '@backstage/config';
import { readDemoUsers } from './users';

const demo = new ConfigReader({
  auth: { providers: { demo: { users: [{ entityRef: 'user:default/a' }] } } },
});

describe('readDemoUsers', () => {
  it('offers the configured users', () => {
    expect(readDemoUsers(demo, 'development')).toEqual(['user:default/a']);
  });

  it('offers nobody without config', () => {
    expect(readDemoUsers(new ConfigReader({}), 'production')).toEqual([]);
  });

  it('refuses to start in production', () => {
    expect(() => readDemoUsers(demo, 'production')).toThrow(
      'does not start with NODE_ENV=production',
    );
  });
});
