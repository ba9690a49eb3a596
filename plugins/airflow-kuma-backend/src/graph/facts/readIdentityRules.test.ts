import { ConfigReader } from '@backstage/config';
import { readIdentityRules } from './readIdentityRules';

const read = (identities: unknown) => {
  const reports: string[] = [];
  const rules = readIdentityRules(
    new ConfigReader({ airflowKuma: { identities } } as object as never),
    message => reports.push(message),
  );
  return { rules, reports };
};

describe('readIdentityRules', () => {
  const rule = {
    match: { tag: 'ai' },
    controlPlane: 'eu',
    mesh: 'default',
    spiffeId: 'spiffe://default/x',
  };

  it('reads rules', () => {
    expect(read([rule])).toEqual({ rules: [rule], reports: [] });
    expect(readIdentityRules(new ConfigReader({}), () => {})).toEqual([]);
  });

  it('names the key of a wrong rule and keeps the others', () => {
    const { rules, reports } = read([{ controlPlane: 'eu' }, rule]);
    expect(rules).toEqual([rule]);
    expect(reports).toEqual([
      expect.stringMatching(/^airflowKuma\.identities\[0\]\.mesh: .*left out/),
    ]);
  });

  it('refuses a condition that it does not know, as it would widen the rule', () => {
    expect(read([{ ...rule, match: { tags: 'ai' } }])).toEqual({
      rules: [],
      reports: [expect.stringContaining('airflowKuma.identities[0].match')],
    });
  });
});
