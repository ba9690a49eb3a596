import { edgeState } from './edgeState';

const base = {
  declared: true,
  declaredByAny: true,
  permitted: { outcome: 'allow' },
  observed: { outcome: 'not-known' },
} as const;

describe('edgeState', () => {
  it.each([
    [
      'unknown',
      { permitted: { outcome: 'unknown' }, observed: { outcome: 'denied' } },
    ],
    [
      'not-enforced',
      {
        permitted: { outcome: 'not-enforced' },
        observed: { outcome: 'denied' },
      },
    ],
    [
      'blocked',
      { permitted: { outcome: 'deny' }, observed: { outcome: 'denied' } },
    ],
    ['needs-permission', { permitted: { outcome: 'deny' } }],
    [
      'undeclared',
      { declared: false, declaredByAny: false, observed: { outcome: 'seen' } },
    ],
    [
      'aligned',
      { declared: false, declaredByAny: true, observed: { outcome: 'seen' } },
    ],
    ['unused', { observed: { outcome: 'silent' } }],
    ['aligned', { observed: { outcome: 'seen' } }],
    ['aligned', {}],
  ] as const)('is %s for %j', (expected, change) => {
    expect(edgeState({ ...base, ...change })).toBe(expected);
  });
});
