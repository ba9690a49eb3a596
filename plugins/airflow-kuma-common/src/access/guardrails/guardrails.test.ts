import { decideGuardrails, explainGuardrails } from './decideGuardrails';
import { parseGuardrails } from './parseGuardrails';
import { GuardrailSubject } from './types';

const subject: GuardrailSubject = {
  source: {
    kind: 'dag',
    name: 'etl',
    dataDomain: 'sales',
    environment: 'dev',
    labels: {},
    tags: ['pii'],
  },
  destination: {
    kind: 'service',
    name: 'ledger',
    environment: 'prod',
    classification: 'restricted',
    labels: { team: 'fin' },
    tags: [],
    port: 80,
  },
  request: {
    durationSeconds: 86400,
    durationDays: 1,
    durationClass: 'short',
    scheduled: false,
    breakGlass: false,
    extension: false,
    sameDomain: false,
  },
  requester: {
    ref: 'user:default/ann',
    groups: ['group:default/sales'],
    service: false,
  },
};
const decide = (config: unknown) => {
  const { rules, errors } = parseGuardrails(config);
  return { ...decideGuardrails(rules, subject), errors };
};

describe('guardrails', () => {
  it('asks the owner where no rule fits', () => {
    const decision = decide([]);
    expect(decision).toMatchObject({
      name: 'default',
      outcome: 'approvals',
      approvals: [{ of: 'owner', count: 1 }],
    });
    expect(explainGuardrails(decision)).toContain(
      'the owner of the destination approves',
    );
  });

  it('lets deny win, wherever it stands', () => {
    const decision = decide([
      {
        name: 'short is fine',
        if: { 'request.durationClass': 'short' },
        outcome: 'allow',
      },
      {
        name: 'dev stays out of prod',
        if: {
          $all: [
            { 'source.environment': 'dev' },
            { 'destination.environment': 'prod' },
          ],
        },
        outcome: 'deny',
        advice: 'Use staging.',
      },
    ]);
    expect(decision).toMatchObject({
      name: 'dev stays out of prod',
      outcome: 'deny',
      advice: 'Use staging.',
    });
    expect(decision.explained.map(rule => rule.fits)).toEqual([true, true]);
    expect(explainGuardrails(decision)).toBe(
      'Guardrail "dev stays out of prod" refuses it (2 guardrails looked at, 2 fitted).',
    );
  });

  it('takes the first that fits otherwise', () => {
    const decision = decide([
      {
        name: 'other team',
        if: { 'destination.labels.team': 'hr' },
        outcome: 'allow',
      },
      {
        name: 'restricted',
        if: { 'destination.classification': 'restricted' },
        outcome: 'approvals',
        approvals: [
          { of: 'owner' },
          { of: 'group:default/Security', count: 2 },
        ],
      },
      { name: 'rest', outcome: 'allow' },
    ]);
    expect(decision).toMatchObject({
      name: 'restricted',
      approvals: [
        { of: 'owner', count: 1 },
        { of: 'group:default/security', count: 2 },
      ],
    });
    expect(explainGuardrails(decision)).toContain(
      '1 of the owner and 2 of group:default/security',
    );
    expect(explainGuardrails(decision, () => 'Security')).toContain(
      '1 of the owner and 2 of Security',
    );
  });

  it.each([
    ['nonsense', 'must be a list'],
    [[3], '[0]: must be an object'],
    [[{ outcome: 'allow' }], '[0]: name is missing'],
    [[{ name: 'a', outcome: 'permit' }], 'outcome must be one of'],
    [[{ name: 'a', outcome: 'allow', when: {} }], 'unknown key "when"'],
    [
      [{ name: 'a', outcome: 'deny', if: { 'source.name': { $regex: 'x' } } }],
      '[0]',
    ],
    [
      [{ name: 'a', outcome: 'deny', approvals: [] }],
      'only for the outcome approvals',
    ],
    [
      [{ name: 'a', outcome: 'approvals', approvals: [{ of: 'the boss' }] }],
      'approvals[0].of',
    ],
    [
      [
        {
          name: 'a',
          outcome: 'approvals',
          approvals: [{ of: 'owner', count: 0 }],
        },
      ],
      'approvals[0].count',
    ],
    [
      [
        { name: 'a', outcome: 'allow' },
        { name: 'a', outcome: 'allow' },
      ],
      'used twice',
    ],
  ])('refuses %j with its key', (config, message) => {
    const { errors } = parseGuardrails(config);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('airflowKuma.access.guardrails');
    expect(errors[0]).toContain(message);
  });

  it('sets every allow aside while a rule is bad, and keeps denies', () => {
    const decision = decide([
      { name: 'open', outcome: 'allow' },
      { name: 'typo', outcome: 'dny' },
    ]);
    expect(decision.name).toBe('default');
    expect(
      decide([
        { name: 'closed', outcome: 'deny' },
        { name: 'typo', outcome: 'dny' },
      ]).outcome,
    ).toBe('deny');
  });
});
