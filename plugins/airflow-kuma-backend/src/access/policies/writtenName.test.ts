import { writtenName } from './writtenName';

describe('writtenName', () => {
  it.each([
    ['Universal', 'ak-a', {}, 'ak-a'],
    [
      'Universal with the label',
      'ak-a',
      { 'kuma.io/display-name': 'ak-a' },
      'ak-a',
    ],
    [
      'Kubernetes',
      'ak-a.shop',
      { 'kuma.io/display-name': 'ak-a', 'k8s.kuma.io/namespace': 'shop' },
      'ak-a',
    ],
    [
      'a copy on Universal',
      'ak-a-7b9f4c5d6w',
      { 'kuma.io/display-name': 'ak-a' },
      undefined,
    ],
    [
      'a copy on Kubernetes',
      'ak-a-7b9f4c5d6w.kuma-system',
      {
        'kuma.io/display-name': 'ak-a',
        'k8s.kuma.io/namespace': 'kuma-system',
      },
      undefined,
    ],
  ])('%s: %s', (_where, name, labels, expected) => {
    expect(writtenName({ name, labels })).toBe(expected);
  });
});
