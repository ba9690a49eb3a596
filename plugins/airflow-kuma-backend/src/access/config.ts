import {
  Guardrail,
  durationSeconds,
  parseGuardrails,
  UNTIL_REVOKED,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Config } from '@backstage/config';
import { readOrDefault } from '../readOrDefault';

const ROOT = 'airflowKuma.access';

/** `airflowKuma.access`, read; `errors` name the keys that were refused. */
export type AccessConfig = {
  durations: { presets: string[]; max: string; recommended: string };
  reason: { minLength: number; pattern?: RegExp; patternHint?: string };
  lapseAfter: string;
  administrators: string[];
  guardrails: Guardrail[];
  requestOnBehalf: { subject: string; owners: string[] }[];
  /** What asking for DAGs of other owners takes. */
  requestForOthers: 'free' | 'told' | 'approval';
  breakGlass: {
    enabled: boolean;
    maxDuration: string;
    securityGroup?: string;
    /** Who may break the glass for DAGs of any owner. */
    onCallGroup?: string;
  };
  drift: 'restore' | 'end' | 'report';
  unused: { after: string; end: boolean };
  /** Reviews that come again and again. */
  campaigns: PlannedCampaign[];
  shadowDiff: boolean;
  errors: string[];
};

/** A campaign on a calendar. */
export type PlannedCampaign = {
  title: string;
  /** ISO 8601 duration from one start to the next. */
  every: string;
  /** ISO 8601 duration from start to deadline. */
  answerWithin: string;
  unanswered: 'end' | 'keep';
  filter: { dataDomain?: string; owner?: string };
};

/**
 * Reads the config of access. A wrong value falls back to its safe default and
 * is reported with its key; it never stops the portal.
 */
export function readAccessConfig(config: Config): AccessConfig {
  const errors: string[] = [];
  const root = readOrDefault<Config | undefined>(
    ROOT,
    undefined,
    () => {
      const found = config.getOptionalConfig(ROOT);
      // The config of a running backend notices only here that it is no map.
      found?.keys();
      return found;
    },
    message => errors.push(message),
  );

  function read<T>(
    key: string,
    fallback: T,
    get: (config: Config) => T | undefined,
  ): T {
    if (!root) return fallback;
    try {
      return get(root) ?? fallback;
    } catch (error) {
      errors.push(`${ROOT}.${key}: ${(error as Error).message}`);
      return fallback;
    }
  }
  const text = (key: string, fallback: string) =>
    read(key, fallback, from => from.getOptionalString(key));
  const refs = (key: string) =>
    read<string[]>(key, [], from => from.getOptionalStringArray(key));
  const duration = (key: string, fallback: string) =>
    read(key, fallback, from => checkDuration(from.getOptionalString(key)));

  const guardrails = parseGuardrails(
    root?.getOptional('guardrails'),
    `${ROOT}.guardrails`,
  );
  errors.push(...guardrails.errors);

  const pattern = read<RegExp | undefined>(
    'reason.pattern',
    undefined,
    from => {
      const source = from.getOptionalString('reason.pattern');
      return source === undefined ? undefined : new RegExp(source, 'u');
    },
  );

  return {
    durations: {
      presets: read('durations.presets', ['P1D', 'P7D', 'P30D', 'P90D'], from =>
        from.getOptionalStringArray('durations.presets')?.map(checkDuration),
      ) as string[],
      max: read('durations.max', 'P90D', from => {
        const max = from.getOptionalString('durations.max');
        return max === UNTIL_REVOKED ? max : checkDuration(max);
      }),
      recommended: duration('durations.recommended', 'P30D'),
    },
    reason: {
      minLength: read('reason.minLength', 10, from =>
        from.getOptionalNumber('reason.minLength'),
      ),
      ...(pattern && { pattern }),
      patternHint: read<string | undefined>(
        'reason.patternHint',
        undefined,
        from => from.getOptionalString('reason.patternHint'),
      ),
    },
    lapseAfter: duration('lapseAfter', 'P14D'),
    administrators: refs('administrators').map(lower),
    guardrails: guardrails.rules,
    requestOnBehalf: read<AccessConfig['requestOnBehalf']>(
      'requestOnBehalf',
      [],
      from =>
        from.getOptionalConfigArray('requestOnBehalf')?.map(entry => ({
          subject: entry.getString('subject'),
          owners: entry.getStringArray('owners').map(lower),
        })),
    ),
    requestForOthers: read('requestForOthers', 'told', () => {
      const value = text('requestForOthers', 'told');
      if (value === 'free' || value === 'told' || value === 'approval')
        return value;
      throw new Error('must be free, told or approval');
    }),
    breakGlass: {
      enabled: read('breakGlass.enabled', false, from =>
        from.getOptionalBoolean('breakGlass.enabled'),
      ),
      maxDuration: duration('breakGlass.maxDuration', 'PT4H'),
      securityGroup: read<string | undefined>(
        'breakGlass.securityGroup',
        undefined,
        from => from.getOptionalString('breakGlass.securityGroup'),
      ),
      onCallGroup: read<string | undefined>(
        'breakGlass.onCallGroup',
        undefined,
        from => from.getOptionalString('breakGlass.onCallGroup'),
      ),
    },
    drift: read('drift', 'restore', () => {
      const value = text('drift', 'restore');
      if (value === 'restore' || value === 'end' || value === 'report')
        return value;
      throw new Error('must be restore, end or report');
    }),
    unused: {
      after: duration('unused.after', 'P30D'),
      end: read('unused.end', false, from =>
        from.getOptionalBoolean('unused.end'),
      ),
    },
    campaigns: read<PlannedCampaign[]>('campaigns', [], from =>
      from.getOptionalConfigArray('campaigns')?.map(readCampaign),
    ),
    shadowDiff: read('shadowDiff', false, from =>
      from.getOptionalBoolean('shadowDiff'),
    ),
    errors,
  };
}

function readCampaign(config: Config): PlannedCampaign {
  const unanswered = config.getOptionalString('unanswered') ?? 'keep';
  if (unanswered !== 'end' && unanswered !== 'keep') {
    throw new Error('unanswered must be end or keep');
  }
  const dataDomain = config.getOptionalString('dataDomain');
  const owner = config.getOptionalString('owner');
  return {
    title: config.getString('title'),
    every: checkDuration(config.getString('every'))!,
    answerWithin: checkDuration(config.getString('answerWithin'))!,
    unanswered,
    filter: {
      ...(dataDomain && { dataDomain }),
      ...(owner && { owner: lower(owner) }),
    },
  };
}

function checkDuration(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (durationSeconds(value, '2026-01-01T00:00:00Z') === undefined) {
    throw new Error(`"${value}" is no ISO 8601 duration such as P7D`);
  }
  return value;
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
