import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError, toError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  AirflowClientConfig,
  KumaClientConfig,
  readAirflowSources,
  readKumaSources,
  SourceConfig,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { AirflowSettings } from '../airflow/settings';
import {
  DeclarationRules,
  DEFAULT_DECLARATION_RULES,
} from '../dependencies/types';
import { TOTAL_LOSS_WAIT } from '../drop/guardDrop';
import { KumaSettings } from '../kuma/settings';
import { SourceDefinition } from '../types';
import { Cadence, readCadence } from './readCadence';
import { readOrDefault } from '../../readOrDefault';
import { checkPattern, readOwnerRules } from './readOwnerRules';

// Kuma has 10 s so that what people changed shows within 10 s.
const AIRFLOW_CADENCE: Cadence = { interval: 30_000, deadline: 5 * 60_000 };
const KUMA_CADENCE: Cadence = { interval: 10_000, deadline: 2 * 60_000 };

/** A source with all that its reader needs; or only what is wrong with it. */
export type ConfiguredSource = SourceDefinition & {
  cadence: Cadence;
} & (
    | { ok: false }
    | {
        ok: true;
        kind: 'airflow';
        client: AirflowClientConfig;
        settings: AirflowSettings;
      }
    | {
        ok: true;
        kind: 'kuma';
        client: KumaClientConfig;
        settings: KumaSettings;
      }
  );

/** All sources of `airflowKuma`; a mistake stops only the source it is in. */
export function readSettings(
  config: Config,
  report: (message: string) => void,
): ConfiguredSource[] {
  const rules = readDeclarationRules(config, report);
  return [
    ...readAirflowSources(config).map(source =>
      configure('airflow', source, AIRFLOW_CADENCE, (client, own, path) => {
        const cadence = readCadence(own, path, AIRFLOW_CADENCE);
        return {
          kind: 'airflow' as const,
          cadence,
          uiUrl: client.uiUrl,
          settings: readAirflowSettings(client, own, path, cadence, rules),
        };
      })(config),
    ),
    ...readKumaSources(config).map(source =>
      configure('kuma', source, KUMA_CADENCE, (client, own, path) => {
        const settings = readKumaSettings(client, own, path);
        return {
          kind: 'kuma' as const,
          cadence: readCadence(own, path, KUMA_CADENCE),
          uiUrl: settings.guiUrl,
          settings,
        };
      })(config),
    ),
  ];
}

/** Share (0 to 1) of DAGs or services that may go missing at once. */
export function readSuddenDrop(
  config: Config,
  report: (message: string) => void,
): number {
  const key = 'airflowKuma.suddenDrop';
  const read = () => {
    const share = config.getOptionalNumber(key);
    if (share !== undefined && !(share >= 0 && share <= 1)) {
      throw new InputError(`${key} must be from 0 to 1`);
    }
    return share;
  };
  return readOrDefault(key, 0.5, read, report);
}

/** Milliseconds that a total loss of DAGs or services is held back. */
export function readTotalLossWait(
  config: Config,
  report: (message: string) => void,
): number {
  const key = 'airflowKuma.totalLossWait';
  const read = () =>
    config.has(key)
      ? durationToMilliseconds(readDurationFromConfig(config, { key }))
      : undefined;
  return readOrDefault(key, TOTAL_LOSS_WAIT, read, report);
}

const ROOTS = {
  airflow: 'airflowKuma.airflow.instances',
  kuma: 'airflowKuma.kuma.controlPlanes',
};

function configure<TClient, TOwn extends object>(
  kind: 'airflow' | 'kuma',
  source: SourceConfig<TClient>,
  cadence: Cadence,
  read: (client: TClient, own: Config, path: string) => TOwn,
): (config: Config) => ConfiguredSource {
  const { name, title } = source;
  const broken = (message: string): ConfiguredSource => ({
    kind,
    name,
    title,
    cadence,
    ok: false,
    configurationError: message,
  });
  return config => {
    if (!source.ok) return broken(source.error);
    const path = `${ROOTS[kind]}.${name}`;
    try {
      // Names hold dots at times; a path through the config would split them.
      const own = config.getConfig(ROOTS[kind]).getConfig(name);
      const rest = read(source.config, own, path);
      return {
        name,
        title,
        ok: true,
        client: source.config,
        ...rest,
      } as unknown as ConfiguredSource;
    } catch (error) {
      return broken(toError(error).message);
    }
  };
}

function readAirflowSettings(
  client: AirflowClientConfig,
  own: Config,
  path: string,
  cadence: Cadence,
  declarations: DeclarationRules,
): AirflowSettings {
  const dagId = own.getOptionalString('filter.dagId');
  return {
    name: client.name,
    uiUrl: client.uiUrl,
    owners: readOwnerRules(own, path),
    dataDomainTag: own.getOptionalString('dataDomainTag') ?? 'domain:',
    environmentTag: own.getOptionalString('environmentTag') ?? 'env:',
    environment: own.getOptionalString('environment'),
    system: own.getOptionalString('system'),
    filter: {
      tags: own.getOptionalStringArray('filter.tags'),
      dagId: dagId ? checkPattern(dagId, `${path}.filter.dagId`) : undefined,
      excludeStale: own.getOptionalBoolean('filter.excludeStale') ?? true,
    },
    declarations,
    interval: cadence.interval,
  };
}

function readKumaSettings(
  client: KumaClientConfig,
  own: Config,
  path: string,
): KumaSettings {
  const guiUrl = own.getOptionalString('guiUrl')?.replace(/\/+$/, '');
  if (guiUrl !== undefined && !/^https?:\/\//.test(guiUrl)) {
    throw new InputError(`${path}.guiUrl must be an http or https URL`);
  }
  const driver = own.getOptionalString('driver') ?? 'kuma-api';
  return {
    name: client.name,
    guiUrl,
    meshes: own.getOptionalStringArray('meshes'),
    labels: {
      dataDomain: own.getOptionalString('labels.dataDomain') ?? 'data-domain',
      environment: own.getOptionalString('labels.environment') ?? 'environment',
      owner: own.getOptionalString('labels.owner') ?? 'owner',
      system: own.getOptionalString('labels.system') ?? 'system',
    },
    owners: readOwnerRules(own, path),
    cliques: own.getOptionalBoolean('cliques') ?? true,
    driver,
  };
}

function readDeclarationRules(
  config: Config,
  report: (message: string) => void,
): DeclarationRules {
  const read = (name: keyof DeclarationRules) => {
    const key = `airflowKuma.dependencies.${name}`;
    const fallback = DEFAULT_DECLARATION_RULES[name];
    const get = () => config.getOptionalString(key);
    return readOrDefault(key, fallback, get, report);
  };
  return {
    tagPrefix: read('tagPrefix'),
    assetScheme: read('assetScheme'),
    docKey: read('docKey'),
  };
}
