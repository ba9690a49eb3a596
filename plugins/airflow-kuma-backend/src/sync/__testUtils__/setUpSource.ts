import { TestDatabases } from '@backstage/backend-test-utils';
import { SourcePart } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowStandIn,
  AirflowVersion,
  DagSeed,
  defaultMesh,
  KumaStandIn,
  KumaVersion,
  legacyMesh,
  prodDataDags,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { JsonObject } from '@backstage/types';
import { migrated } from '../../access/__testUtils__/databases';
import { createWorld, World } from './world';

/** The name of the one source that {@link setUpSource} sets up. */
export const SOURCE = 'source';

type Upstream = { url: string; stop(): Promise<void> };
type Settings = JsonObject;

/** What a test has in its hands of a source. */
export type TestSource = ReturnType<typeof createSource>;

/** For each test one source, called `source`, in a database of its own. */
export function setUpSource(): TestSource {
  const [source] = setUpSources(1);
  return source;
}

/** For each test several sources, each alone in its world. */
export function setUpSources(count: number): TestSource[] {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const sources = Array.from({ length: count }, () => createSource(databases));
  afterEach(async () => {
    for (const source of sources) await source.stop();
  });
  return sources;
}

function createSource(databases: TestDatabases) {
  let upstream: Upstream | undefined;
  let config: JsonObject;
  let world: World;

  /** Lets the world, in a new database, read an upstream. */
  async function connect(given: Upstream, airflowKuma: JsonObject) {
    await upstream?.stop();
    upstream = given;
    config = airflowKuma;
    await renew();
  }
  async function renew() {
    world = await createWorld(await migrated(databases, 'SQLITE_3'), config);
  }
  const partsNamed = async (name: string): Promise<SourcePart[]> =>
    (await world.status(SOURCE)).parts.filter(part => part.name === name);

  return {
    get world() {
      return world;
    },
    connect,
    async stop() {
      await upstream?.stop();
      upstream = undefined;
    },
    /** The same upstream, of which nothing was read yet. */
    renew,
    read: (after?: number) => world.read(SOURCE, after),
    status: () => world.status(SOURCE),
    partsNamed,
    part: async (name: string) => (await partsNamed(name))[0],
    /** A stand-in for Airflow; nothing was read of it yet. */
    async airflow(
      version: AirflowVersion,
      dags: DagSeed[] = prodDataDags,
      settings?: Settings,
    ): Promise<AirflowStandIn> {
      // Its clock stands: no scheduled run comes between two reads.
      const at = Date.now();
      const airflow = await startAirflowStandIn({
        version,
        dags,
        now: () => at,
      });
      await connect(airflow, airflowConfig(airflow.url, version, settings));
      return airflow;
    },
    /** A stand-in for Kuma with the meshes that its version can have. */
    async kuma(
      version: KumaVersion,
      settings?: Settings,
      meshes = meshesOf(version),
    ): Promise<KumaStandIn> {
      const kuma = await startKumaStandIn({ version, meshes });
      await connect(kuma, kumaConfig(kuma.url, settings));
      return kuma;
    },
  };
}

/** How often an item of a part is counted: as much as was read. */
export function sumOf({ counts }: SourcePart): number {
  if (!counts) return NaN;
  const { shown, merged, leftOut } = counts;
  return leftOut.reduce((sum, { count }) => sum + count, shown + merged);
}

export function airflowConfig(
  baseUrl: string,
  version: string,
  settings?: Settings,
): JsonObject {
  const auth = {
    type: version.startsWith('2.') ? 'basic' : 'password',
    username: 'viewer',
    password: 'viewer',
  };
  return {
    airflow: { instances: { [SOURCE]: { baseUrl, auth, ...settings } } },
  };
}

export function kumaConfig(baseUrl: string, settings?: Settings): JsonObject {
  return { kuma: { controlPlanes: { [SOURCE]: { baseUrl, ...settings } } } };
}

/** Kuma 3.0 has no mesh as `legacy` is one. */
function meshesOf(version: KumaVersion) {
  return version === '2.14.3' ? [defaultMesh, legacyMesh] : [defaultMesh];
}
