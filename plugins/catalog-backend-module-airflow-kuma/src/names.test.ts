import { createBackendModule } from '@backstage/backend-plugin-api';
import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import {
  defaultMesh,
  legacyMesh,
  prodDataDags,
} from '@airflow-kuma/demo-upstreams';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './__testUtils__/eventually';
import { airflowAuth as auth, Portal } from './__testUtils__/Portal';

jest.setTimeout(600_000);

/** What people wrote, read by the catalog from a file. */
const BY_HAND = ['airflow', 'prod']
  .map(
    name => `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: ${name}, description: written by people }
spec: { type: service, lifecycle: production, owner: group:default/platform }
`,
  )
  .join('---');

const seed = (
  ref: string,
  type: string,
  annotations: Record<string, string> = {},
): Entity => {
  const { kind, ...metadata } = parseEntityRef(ref);
  const location = 'url:https://git.example.com/catalog-info.yaml';
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: {
      ...metadata,
      description: 'was there before',
      annotations: {
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
        ...annotations,
      },
    },
    spec: { type, lifecycle: 'production', owner: 'group:default/platform' },
  };
};

/** What the catalog has before ours comes, by the key of whom it belongs to. */
const SEEDS = {
  'other-provider': [
    seed('Component:default/airflow..taken', 'service', {
      'airflow.apache.org/instance': 'taken',
    }),
    seed('Resource:default/eu.legacy', 'database', {
      'kuma.io/control-plane': 'eu',
      'kuma.io/mesh': 'legacy',
    }),
  ],
  // As this module told it when instances had their bare names.
  'airflow-kuma:airflow:kept': [
    seed('Component:default/kept', 'airflow', {
      'backstage.io/managed-by-origin-location': 'airflow-kuma:airflow:kept',
      'airflow.apache.org/instance': 'kept',
    }),
  ],
};

const THERE_BEFORE = [
  'component:default/airflow',
  'component:default/prod',
  'component:default/kept',
  'component:default/airflow..taken',
  'resource:default/eu.legacy',
];

const seedModule = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'seed',
  register(env) {
    env.registerInit({
      deps: { processing: catalogProcessingExtensionPoint },
      async init({ processing }) {
        for (const [locationKey, entities] of Object.entries(SEEDS)) {
          processing.addEntityProvider({
            getProviderName: () => `seed of ${locationKey}`,
            connect: connection =>
              connection.applyMutation({
                type: 'full',
                entities: entities.map(entity => ({ entity, locationKey })),
              }),
          });
        }
      },
    });
  },
});

describe('names that somebody else has, in a real catalog', () => {
  const folder = mkdtempSync(join(tmpdir(), 'names-'));
  const file = join(folder, 'catalog-info.yaml');
  const letGo: (() => void)[] = [];
  let portal: Portal;

  beforeAll(async () => {
    writeFileSync(file, BY_HAND);
    const schedule = { frequency: { seconds: 2 }, timeout: { seconds: 30 } };
    portal = await Portal.start({
      meshes: [defaultMesh, legacyMesh],
      catalog: { locations: [{ type: 'file', target: file }] },
      features: [seedModule],
      prepare: standIns => {
        for (const { faults } of Object.values(standIns)) {
          letGo.push(
            faults.add({ path: '/', fault: { kind: 'status', status: 500 } }),
          );
        }
      },
      configure: ({ airflow: baseUrl, kuma }) => ({
        airflow: {
          instances: Object.fromEntries(
            ['airflow', 'prod', 'kept', 'taken'].map(name => [
              name,
              { baseUrl, auth, schedule },
            ]),
          ),
        },
        kuma: { controlPlanes: { eu: { baseUrl: kuma, schedule } } },
      }),
    });
    await eventually(async () => {
      const known = await portal.entities();
      const missing = THERE_BEFORE.filter(ref => !known.has(ref));
      if (missing.length) throw new Error(`Not there yet: ${missing}`);
    });
    for (const stop of letGo) stop();
  });

  afterAll(async () => {
    await portal?.stop();
    rmSync(folder, { recursive: true });
  });

  const dags = prodDataDags.filter(dag => !dag.isStale).length;

  /** What the DAGs of an instance are a part of. */
  async function wholes(instance: string): Promise<string[]> {
    const found = await portal.entities(
      `spec.type=airflow-dag,metadata.annotations.airflow.apache.org/instance=${instance}`,
    );
    expect(found.size).toBe(dags);
    const parts = [...found.values()].flatMap(({ relations = [] }) =>
      relations.filter(({ type }) => type === 'partOf'),
    );
    return [...new Set(parts.map(({ targetRef }) => targetRef))];
  }

  it.each(['airflow', 'prod'])(
    'leaves component %s to the people who wrote it',
    async name => {
      await eventually(async () => {
        expect(await wholes(name)).toEqual([
          `component:default/airflow..${name}`,
        ]);
        const all = await portal.entities('kind=component');
        expect(all.get(`component:default/${name}`)!.metadata.description).toBe(
          'written by people',
        );
        expect(all.get(`component:default/airflow..${name}`)).toMatchObject({
          spec: { type: 'airflow' },
          metadata: { annotations: { 'airflow.apache.org/instance': name } },
        });
      });
    },
  );

  it('keeps the name of an instance that the catalog has already', async () => {
    await eventually(async () => {
      expect(await wholes('kept')).toEqual(['component:default/kept']);
    });
    expect([...(await portal.entities()).keys()]).not.toContain(
      'component:default/airflow..kept',
    );
  });

  it('hangs nothing on an entity that merely has the name, and says so', async () => {
    await eventually(async () => {
      expect(await wholes('taken')).toEqual([]);
      const services = await portal.entities(
        'spec.type=kuma-service,metadata.annotations.kuma.io/mesh=legacy',
      );
      expect(services.size).toBeGreaterThan(0);
      for (const { relations = [] } of services.values()) {
        expect(relations.map(({ targetRef }) => targetRef)).not.toContain(
          'resource:default/eu.legacy',
        );
      }
    });
    const refs = {
      taken: 'component:default/airflow..taken',
      eu: 'resource:default/eu.legacy',
    };
    await eventually(async () => {
      for (const [source, ref] of Object.entries(refs)) {
        const { parts } = await portal.source(source);
        const part = parts.find(({ name }) => name === 'catalog entities')!;
        expect(part.reason).toContain(
          `${ref} belongs to url:https://git.example.com/catalog-info.yaml`,
        );
      }
      for (const source of ['airflow', 'prod', 'kept']) {
        const { parts } = await portal.source(source);
        const part = parts.find(({ name }) => name === 'catalog entities')!;
        expect(part.reason).toBeUndefined();
        expect(part.counts).toMatchObject({ shown: dags + 1, leftOut: [] });
      }
    });
  });
});
