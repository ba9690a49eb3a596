import { KubernetesValidatorFunctions } from '@backstage/catalog-model';
import { toLabelValue, toTag } from './slugs';

const TAG = /^[a-z0-9:+#]+(-[a-z0-9:+#]+)*$/;

/** Texts of people, of which no two are the same thing. */
const DISTINCT = [
  ['注文', '支払い', '在庫'],
  ['Заказы', 'Платежи'],
  ['الطلبات', 'المدفوعات'],
  ['★', '★★', '☆', '🚀', '!!!', '???'],
  ['c', 'c++', 'c#'],
  ['Straße', 'Strae', 'Stra-e'],
  ['a'.repeat(80), `${'a'.repeat(79)}b`],
  ['売上 EMEA', '費用 EMEA', 'EMEA'],
];

describe('toTag and toLabelValue', () => {
  it.each([
    ['orders', 'orders', 'orders'],
    ['Team A & B', 'team-a-b', 'team-a-b'],
    ['Sales – EMEA', 'sales-emea', 'sales-emea'],
    ['Crédit', 'credit', 'credit'],
    ['env:prod', 'env:prod', 'env-prod'],
    ['v1.2', 'v1-2', 'v1.2'],
    ['  ', undefined, undefined],
    ['', undefined, undefined],
  ])('leave %j as it is read', (text, tag, label) => {
    expect(toTag(text)).toBe(tag);
    expect(toLabelValue(text)).toBe(label);
  });

  it.each(DISTINCT.map(texts => [texts]))('tell %j apart', texts => {
    for (const [make, isValid] of [
      [toTag, (value: string) => TAG.test(value) && value.length <= 63],
      [toLabelValue, KubernetesValidatorFunctions.isValidLabelValue],
    ] as const) {
      const made = texts.map(text => make(text)!);
      expect(new Set(made).size).toBe(texts.length);
      expect(made.filter(value => !isValid(value))).toEqual([]);
    }
  });

  it('are the same for the same text', () => {
    expect(toTag('注文')).toBe(toTag('注文'));
    expect(toLabelValue('注文')).toMatch(/^x-[0-9a-f]{8}$/);
  });
});
