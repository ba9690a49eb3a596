import { KUMA_LABEL_GRANTS } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { grantLabels, grantsOf, isOurs } from './grantLabels';

describe('grantLabels', () => {
  it('names each grant once, in a stable order', () => {
    expect(grantLabels(['b', 'a', 'b'])).toEqual({
      [KUMA_LABEL_GRANTS]: 'a.b',
    });
  });

  it('takes further labels for many grants, none too long', () => {
    const grants = Array.from({ length: 40 }, (_, index) =>
      `grant-${index}`.padEnd(20, 'x'),
    );
    const labels = grantLabels(grants);
    expect(Object.keys(labels).length).toBeGreaterThan(1);
    for (const value of Object.values(labels)) {
      expect(value.length).toBeLessThanOrEqual(63);
    }
    expect(grantsOf(labels).sort()).toEqual([...grants].sort());
  });

  it.each(['', 'a.b', 'a b', '-a', 'x'.repeat(64)])('refuses %j', grant => {
    expect(() => grantLabels([grant])).toThrow('no id that a label can hold');
  });

  it('tells ours from others', () => {
    expect(isOurs({ labels: grantLabels(['a']) })).toBe(true);
    expect(isOurs({ labels: { team: 'a' } })).toBe(false);
    expect(isOurs({})).toBe(false);
    expect(grantsOf({ [`${KUMA_LABEL_GRANTS}-note`]: 'x' })).toEqual([]);
  });
});
