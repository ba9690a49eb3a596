import { BackendFeature } from '@backstage/backend-plugin-api';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import airflowKumaPlugin from '@airflow-kuma/backstage-plugin-airflow-kuma-backend';
import { SourceStatus } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowStandIn,
  demoUsers,
  KumaStandIn,
  MeshSeed,
  prodDataDags,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { InventoryClient } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import request from 'supertest';
import { eventually } from './eventually';
import { catalogModuleAirflowKuma } from '../module';

/** How the stand-in for Airflow lets the portal in. */
export const airflowAuth = {
  type: 'password',
  username: 'portal',
  password: 'demo-portal',
};

/** A real catalog with our plugins, over stand-ins for Airflow and Kuma. */
export class Portal {
  /** @param configure - makes `airflowKuma` of what the stand-ins listen on. */
  static async start(options: {
    meshes: MeshSeed[];
    configure: (urls: { airflow: string; kuma: string }) => JsonObject;
    /** Config of the catalog itself. */
    catalog?: JsonObject;
    features?: BackendFeature[];
    /** Before the backend asks them for the first time. */
    prepare?: (standIns: {
      airflow: AirflowStandIn;
      kuma: KumaStandIn;
    }) => void;
  }): Promise<Portal> {
    const airflow = await startAirflowStandIn({
      version: '3.3.2',
      dags: prodDataDags,
      users: demoUsers,
    });
    const kuma = await startKumaStandIn({
      version: '2.14.3',
      meshes: options.meshes,
    });
    options.prepare?.({ airflow, kuma });
    const questions = countQuestions();
    const backend = await startTestBackend({
      features: [
        ...(options.features ?? []),
        catalogPlugin,
        airflowKumaPlugin,
        catalogModuleAirflowKuma,
        // The mock runs each task once; this is about what happens over time.
        schedulerServiceFactory,
        mockServices.rootConfig.factory({
          data: {
            catalog: { processingInterval: { hours: 1 }, ...options.catalog },
            airflowKuma: options.configure({
              airflow: airflow.url,
              kuma: kuma.url,
            }),
          },
        }),
      ],
    });
    return new Portal(airflow, kuma, backend, questions);
  }

  private constructor(
    readonly airflow: AirflowStandIn,
    readonly kuma: KumaStandIn,
    readonly backend: TestBackend,
    private readonly questions: Map<string, number>,
  ) {}

  /**
   * A turn of each provider: once it asks for the second time from now, it is
   * done with what it was told the first time.
   */
  async turn(): Promise<void> {
    const before = new Map(this.questions);
    await eventually(async () => {
      for (const [who, count] of before) {
        if (this.questions.get(who)! < count + 2) {
          throw new Error(`${who} has not asked twice`);
        }
      }
    });
  }

  /** Entities by ref; all, or those of a catalog filter. */
  async entities(filter?: string): Promise<Map<string, Entity>> {
    const { body } = await request(this.backend.server)
      .get('/api/catalog/entities')
      .query(filter ? { filter } : {})
      .expect(200);
    return new Map(
      body.map((entity: Entity) => [stringifyEntityRef(entity), entity]),
    );
  }

  async source(name: string): Promise<SourceStatus> {
    const { body } = await request(this.backend.server).get(
      '/api/airflow-kuma/sources',
    );
    return body.items.find((item: SourceStatus) => item.name === name);
  }

  async stop(): Promise<void> {
    await this.backend.stop();
    await Promise.all([this.airflow.stop(), this.kuma.stop()]);
  }
}

/** How often each provider has asked the backend so far. */
function countQuestions(): Map<string, number> {
  const questions = new Map<string, number>();
  for (const method of ['airflowSince', 'kumaSince'] as const) {
    const ask = InventoryClient.prototype[method] as (
      this: InventoryClient,
      ...args: [string, string | undefined]
    ) => Promise<never>;
    jest
      .spyOn(InventoryClient.prototype, method)
      .mockImplementation(function count(this: InventoryClient, name, tag) {
        const who = `${method} of ${name}`;
        questions.set(who, (questions.get(who) ?? 0) + 1);
        return ask.call(this, name, tag);
      });
  }
  return questions;
}
