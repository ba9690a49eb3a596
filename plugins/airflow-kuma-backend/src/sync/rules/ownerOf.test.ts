import { entityRefOf, ownerOf, OwnerRules } from './ownerOf';

const facts = {
  owners: ['airflow', 'Team Orders, jane'],
  tags: ['pii'],
  labels: { team: 'payments' },
};
const rules = (...list: NonNullable<OwnerRules['rules']>): OwnerRules => ({
  default: 'group:default/platform',
  rules: list,
});

describe('ownerOf', () => {
  it.each<[string, OwnerRules | undefined, string | undefined, string]>([
    ['nobody without rules', undefined, undefined, 'group:default/unowned'],
    [
      'the default where no rule fits',
      rules({ owner: 'x', entityRef: 'a' }),
      undefined,
      'group:default/platform',
    ],
    [
      'the first rule that fits',
      rules(
        { tag: 'pii', entityRef: 'user:default/dpo' },
        { label: 'team=payments', entityRef: 'b' },
      ),
      undefined,
      'user:default/dpo',
    ],
    [
      'a label',
      rules({ label: 'team=payments', entityRef: 'payments-team' }),
      undefined,
      'group:default/payments-team',
    ],
    [
      'a label of any value',
      rules({ label: 'team', entityRef: 'some' }),
      undefined,
      'group:default/some',
    ],
    [
      'a group of the owner text, as a slug',
      rules({ owner: '(Team .*), jane', entityRef: 'group:default/$1' }),
      undefined,
      'group:default/team-orders',
    ],
    [
      'only a whole match',
      rules({ owner: 'Team', entityRef: 'a' }),
      undefined,
      'group:default/platform',
    ],
    [
      'all conditions of a rule',
      rules({ tag: 'pii', owner: 'nobody', entityRef: 'a' }),
      undefined,
      'group:default/platform',
    ],
    [
      'what the thing says itself before the default',
      rules(),
      'Payments',
      'group:default/payments',
    ],
    [
      'a rule before what the thing says itself',
      rules({ tag: 'pii', entityRef: 'a' }),
      'payments',
      'group:default/a',
    ],
  ])('finds %s', (_, given, own, expected) => {
    expect(ownerOf(facts, given, own)).toBe(expected);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'takes a label called %s only where there is one',
    label => {
      const given = rules({ label, entityRef: 'labelled' });
      const owner = (labels: Record<string, string>) =>
        ownerOf({ owners: [], tags: [], labels }, given);
      expect(owner({})).toBe('group:default/platform');
      expect(owner(Object.fromEntries([[label, '']]))).toBe(
        'group:default/labelled',
      );
    },
  );

  it('does not take a rule whose ref would be no ref', () => {
    const given = rules(
      { owner: '(…*)', entityRef: 'group:default/$1' },
      { owner: '…+', entityRef: 'b' },
    );
    expect(ownerOf({ owners: ['……'], tags: [], labels: {} }, given)).toBe(
      'group:default/b',
    );
  });
});

describe('entityRefOf', () => {
  it.each([
    ['orders', 'group:default/orders'],
    ['user:default/jane', 'user:default/jane'],
    ['other/orders', 'group:other/orders'],
    ['Team A & B', 'group:default/team-a-b'],
    ['注文チーム', 'group:default/x-e46ac494'],
    ['支払いチーム', 'group:default/x-9472d722'],
    ['…', undefined],
    ['', undefined],
  ])('reads %j', (text, expected) => {
    expect(entityRefOf(text, 'group')).toBe(expected);
  });
});
