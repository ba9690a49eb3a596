import { ConfigReader } from '@backstage/config';
import { readAccessConfig } from './config';

const read = (access: object) =>
  readAccessConfig(new ConfigReader({ airflowKuma: { access } } as any));

describe('the config of access', () => {
  it('has safe defaults', () => {
    expect(readAccessConfig(new ConfigReader({}))).toEqual({
      durations: {
        presets: ['P1D', 'P7D', 'P30D', 'P90D'],
        max: 'P90D',
        recommended: 'P30D',
      },
      reason: { minLength: 10, patternHint: undefined },
      lapseAfter: 'P14D',
      administrators: [],
      guardrails: [],
      requestOnBehalf: [],
      requestForOthers: 'told',
      breakGlass: {
        enabled: false,
        maxDuration: 'PT4H',
        securityGroup: undefined,
        onCallGroup: undefined,
      },
      drift: 'restore',
      unused: { after: 'P30D', end: false },
      campaigns: [],
      shadowDiff: false,
      errors: [],
    });
  });

  it.each([
    [
      { durations: { max: 'long' } },
      'durations.max: "long" is no ISO 8601 duration',
      { durations: { max: 'P90D' } },
    ],
    [
      { durations: { presets: ['P1D', 'x'] } },
      'durations.presets',
      { durations: { presets: ['P1D', 'P7D', 'P30D', 'P90D'] } },
    ],
    [{ lapseAfter: 'P0D' }, 'lapseAfter', { lapseAfter: 'P14D' }],
    [
      { requestForOthers: 'always' },
      'requestForOthers: must be free, told or approval',
      { requestForOthers: 'told' },
    ],
    [
      { drift: 'ignore' },
      'drift: must be restore, end or report',
      { drift: 'restore' },
    ],
    [
      { reason: { pattern: '(' } },
      'reason.pattern',
      { reason: { minLength: 10 } },
    ],
    [{ administrators: 'ann' }, 'administrators', { administrators: [] }],
    [
      { requestOnBehalf: [{ subject: 'external:bot' }] },
      'requestOnBehalf',
      { requestOnBehalf: [] },
    ],
    [
      { breakGlass: { enabled: 'maybe' } },
      'breakGlass.enabled',
      { breakGlass: { enabled: false } },
    ],
    [
      { guardrails: [{ name: 'a', outcome: 'x' }] },
      'guardrails[0]: outcome',
      { guardrails: [] },
    ],
    [
      { campaigns: [{ title: 'Q', every: 'often', answerWithin: 'P14D' }] },
      'campaigns',
      { campaigns: [] },
    ],
  ])(
    'names the key of %j and keeps to the default',
    (access, message, fallback) => {
      const config = read(access);
      expect(config.errors).toHaveLength(1);
      expect(config.errors[0]).toContain(`airflowKuma.access.`);
      expect(config.errors[0]).toContain(message);
      expect(config).toMatchObject(fallback);
    },
  );
});
