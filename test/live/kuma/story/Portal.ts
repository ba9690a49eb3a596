import { resolve } from 'node:path';
import airflowKumaPlugin from '@airflow-kuma/backstage-plugin-airflow-kuma-backend';
import catalogModule from '@airflow-kuma/backstage-plugin-catalog-backend-module-airflow-kuma';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import catalog from '@backstage/plugin-catalog-backend';
import { JsonObject } from '@backstage/types';

// As org.yaml says it; the sign-in of a portal would tell it.
const MEMBERS: Record<string, string> = {
  'user:default/demo-dag-author': 'group:default/team-orders',
  'user:default/demo-service-owner': 'group:default/team-payments',
};

export const AUTHOR = 'user:default/demo-dag-author';
export const OWNER = 'user:default/demo-service-owner';

export type PortalAnswer = { status: number; body: any };

/** Backstage's catalog with Airflow Kuma, over HTTP and without pages. */
export class Portal {
  static async start(airflowKuma: JsonObject): Promise<Portal> {
    const backend = await startTestBackend({
      features: [
        mockServices.rootConfig.factory({
          data: {
            backend: {
              baseUrl: 'http://127.0.0.1:0',
              listen: { host: '127.0.0.1', port: 0 },
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
            catalog: {
              processingInterval: { seconds: 5 },
              locations: [
                {
                  type: 'file',
                  target: resolve(__dirname, 'org.yaml'),
                  rules: [{ allow: ['User', 'Group'] }],
                },
              ],
            },
            airflowKuma,
          },
        }),
        // The tasks that read upstreams have to run by themselves here.
        schedulerServiceFactory,
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () => ({
            async getUserInfo(credentials) {
              const { userEntityRef } = credentials.principal as any;
              return {
                userEntityRef,
                ownershipEntityRefs: [userEntityRef, MEMBERS[userEntityRef]],
              };
            },
          }),
        }),
        catalog,
        catalogModule,
        airflowKumaPlugin,
      ],
    });
    return new Portal(backend);
  }

  private constructor(private readonly backend: TestBackend) {}

  /** A request to `/api` by one of the demo people. */
  async as(
    user: string,
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<PortalAnswer> {
    const port = this.backend.server.port();
    const response = await fetch(`http://127.0.0.1:${port}/api${path}`, {
      method,
      headers: {
        authorization: mockCredentials.user.header(user),
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    return { status: response.status, body: text && JSON.parse(text) };
  }

  /** The ref of the entity that carries an annotation. */
  async refOf(annotation: string, value: string): Promise<string | undefined> {
    const filter = encodeURIComponent(
      `metadata.annotations.${annotation}=${value}`,
    );
    const { body } = await this.as(
      AUTHOR,
      'GET',
      `/catalog/entities/by-query?filter=${filter}`,
    );
    const [entity] = body.items;
    return (
      entity &&
      `${entity.kind}:${entity.metadata.namespace}/${entity.metadata.name}`.toLowerCase()
    );
  }

  stop(): Promise<void> {
    return this.backend.stop();
  }
}
