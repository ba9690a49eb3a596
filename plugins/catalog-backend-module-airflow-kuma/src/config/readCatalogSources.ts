import { Config } from '@backstage/config';

/** A source as the catalog needs to know it, beside its inventory. */
export type CatalogSource = {
  kind: 'airflow' | 'kuma';
  name: string;
  /** Owner of the instance, or of the meshes: the default of its owner rules. */
  owner: string;
  system?: string;
  /** Where entities say that they come from. */
  url: string;
};

const UNOWNED = 'group:default/unowned';
const NO_URL = 'https://airflow-kuma.invalid';
const ROOTS = {
  airflow: 'airflowKuma.airflow.instances',
  kuma: 'airflowKuma.kuma.controlPlanes',
} as const;

/**
 * The configured sources. Reads only what cannot be wrong in a way that
 * matters here: the backend plugin checks the rest and says what is wrong, and
 * a source with a mistake in it must keep its entities.
 */
export function readCatalogSources(config: Config): CatalogSource[] {
  return (['airflow', 'kuma'] as const).flatMap(kind =>
    keysOf(config, ROOTS[kind]).map(name => {
      const read = (key: string) => textOf(config, ROOTS[kind], name, key);
      return {
        kind,
        name,
        owner: read('owners.default') ?? UNOWNED,
        system: read('system'),
        url: read('uiUrl') ?? read('guiUrl') ?? read('baseUrl') ?? NO_URL,
      };
    }),
  );
}

function keysOf(config: Config, root: string): string[] {
  try {
    return config.getOptionalConfig(root)?.keys() ?? [];
  } catch {
    return [];
  }
}

function textOf(
  config: Config,
  root: string,
  name: string,
  key: string,
): string | undefined {
  try {
    return config.getConfig(root).getConfig(name).getOptionalString(key);
  } catch {
    return undefined;
  }
}
