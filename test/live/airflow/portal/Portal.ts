import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import airflowKumaPlugin from '@airflow-kuma/backstage-plugin-airflow-kuma-backend';
import catalogModule from '@airflow-kuma/backstage-plugin-catalog-backend-module-airflow-kuma';
import {
  DagDetails,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { JsonObject } from '@backstage/types';
import request from 'supertest';

/**
 * Backstage's catalog with Airflow Kuma over HTTP. What it knows stands in
 * files, so that it is still there after `stop` and `start`.
 */
export class Portal {
  private readonly directory = mkdtempSync(join(tmpdir(), 'portal-'));
  private backend: TestBackend | undefined;

  async start(instances: JsonObject): Promise<void> {
    this.backend = await startTestBackend({
      features: [
        catalogPlugin,
        airflowKumaPlugin,
        catalogModule,
        databaseServiceFactory,
        // The mock runs each task once; this is about what happens over time.
        schedulerServiceFactory,
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: {
                client: 'better-sqlite3',
                connection: { directory: this.directory },
              },
            },
            catalog: { processingInterval: { hours: 1 } },
            airflowKuma: { airflow: { instances } },
          },
        }),
      ],
    });
  }

  async stop(): Promise<void> {
    await this.backend?.stop();
    this.backend = undefined;
  }

  async destroy(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Entities of the catalog by ref. */
  async entities(filter: string): Promise<Map<string, Entity>> {
    const body = await this.get('catalog/entities', { filter });
    return new Map(
      body.map((entity: Entity) => [stringifyEntityRef(entity), entity]),
    );
  }

  /** DAG entities of one instance by the id that Airflow gave them. */
  async dagEntities(instance: string): Promise<Map<string, Entity>> {
    const entities = await this.entities(
      `spec.type=airflow-dag,metadata.annotations.airflow.apache.org/instance=${instance}`,
    );
    return new Map(
      [...entities.values()].map(entity => [
        entity.metadata.annotations!['airflow.apache.org/dag-id'],
        entity,
      ]),
    );
  }

  /** What the plugin says about a DAG. */
  dag(entity: Entity): Promise<DagDetails> {
    return this.get('airflow-kuma/dag', { ref: stringifyEntityRef(entity) });
  }

  async source(name: string): Promise<SourceStatus> {
    const { items } = await this.get('airflow-kuma/sources', {});
    return items.find((source: SourceStatus) => source.name === name);
  }

  private async get(path: string, query: Record<string, string>) {
    const response = await request(this.backend!.server)
      .get(`/api/${path}`)
      .query(query);
    if (!response.ok) {
      throw new Error(`${path}: ${response.status} ${response.text}`);
    }
    return response.body;
  }
}
