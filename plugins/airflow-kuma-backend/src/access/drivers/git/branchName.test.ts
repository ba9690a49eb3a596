import { execFileSync } from 'node:child_process';
import { branchName } from './branchName';

const place = { controlPlane: 'eu', mesh: 'default' };

const names = [
  '..',
  'a..b',
  '.hidden',
  'ends.',
  'taken.lock',
  'a@{b}',
  '-rf',
  'a b',
  'a~1',
  'a^',
  'a:b',
  'a?*[b',
  'a\\b',
  'a//b',
  '/a/',
  '@',
  'ak-1.kuma-system',
  'Ünïcode',
  'line\nfeed',
  'x'.repeat(253),
];

describe('branchName', () => {
  it('keeps the names that we give', () => {
    expect(branchName('allow', place, 'ak-payments-80-0123456789ab')).toBe(
      'airflow-kuma/allow-ak-payments-80-0123456789ab',
    );
  });

  it.each(names)('makes a branch that git takes of %j', name => {
    const branch = branchName('end', place, name);
    expect(
      execFileSync('git', ['check-ref-format', '--branch', branch], {
        encoding: 'utf8',
      }).trim(),
    ).toBe(branch);
    expect(branch.length).toBeLessThan(100);
    expect(branch).toMatch(/^airflow-kuma\/end-/);
  });

  it('gives each name and place a branch of its own', () => {
    const branches = [...names, 'A b', 'a-b'].map(name =>
      branchName('end', place, name),
    );
    branches.push(branchName('end', { ...place, mesh: 'other' }, '..'));
    branches.push(branchName('allow', place, '..'));
    expect(new Set(branches).size).toBe(branches.length);
  });
});
