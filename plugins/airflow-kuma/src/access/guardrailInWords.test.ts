import { guardrailInWords } from './guardrailInWords';

describe('guardrailInWords', () => {
  it.each([
    [undefined, undefined],
    [
      { name: 'default', outcome: 'approvals' as const },
      'No guardrail fits, so the owner of the destination approves.',
    ],
    [
      {
        name: 'default',
        outcome: 'approvals' as const,
        advice: 'No guardrail fitted (2 looked at).',
      },
      'No guardrail fitted (2 looked at).',
    ],
    [
      { name: 'Cards', outcome: 'approvals' as const, advice: 'Ask security.' },
      'Guardrail “Cards”. Ask security.',
    ],
    [
      {
        name: 'Cards',
        outcome: 'deny' as const,
        advice: '"Cards" refuses it.',
      },
      '"Cards" refuses it.',
    ],
  ])('says %j', (guardrail, words) => {
    expect(guardrailInWords(guardrail)).toBe(words);
  });
});
