import { JsonObject } from '@backstage/types';
import { waitFor } from '../harness';
import { AUTHOR, OWNER, Portal, PortalAnswer } from './Portal';
import { Upstreams } from './upstreams';

const API = '/airflow-kuma';

/** The portal on the upstreams of the story, and what people do in it. */
export class Story {
  /** @param own - What config says of the control plane and of workloads beyond that. */
  static async start(
    upstreams: Pick<Upstreams, 'airflowUrl' | 'kumaUrl'>,
    own: { controlPlane?: JsonObject; service?: string } = {},
  ): Promise<Story> {
    const portal = await Portal.start({
      airflow: {
        instances: {
          live: {
            baseUrl: upstreams.airflowUrl,
            auth: { type: 'password', username: 'viewer', password: 'viewer' },
            owners: { default: 'group:default/team-orders' },
          },
        },
      },
      kuma: {
        controlPlanes: {
          live: {
            baseUrl: upstreams.kumaUrl,
            ...own.controlPlane,
            labels: { dataDomain: 'data-domain', owner: 'team' },
            owners: {
              rules: [
                {
                  label: 'team=team-payments',
                  entityRef: 'group:default/team-payments',
                },
              ],
            },
          },
        },
      },
      identities: [
        {
          match: { instance: 'live' },
          controlPlane: 'live',
          mesh: 'default',
          dataplaneLabels: { app: 'airflow-orders' },
        },
      ],
      dependencies: { defaultMesh: 'default' },
    });
    return new Story(portal, own.service ?? 'payments');
  }

  private dag = '';
  private service = '';

  private constructor(
    private readonly portal: Portal,
    private readonly serviceName: string,
  ) {}

  /** Waits until the catalog has both ends of the story. */
  async findEntities(): Promise<void> {
    [this.dag, this.service] = await waitFor(
      'both entities',
      async () => {
        const refs = await Promise.all([
          this.portal.refOf('airflow.apache.org/dag-id', 'orders_etl'),
          this.portal.refOf('kuma.io/service', this.serviceName),
        ]);
        return refs.every(Boolean) && (refs as string[]);
      },
      { timeoutMs: 60_000, everyMs: 500 },
    );
  }

  /** The edge from the DAG to the service, as its page shows it. */
  async edge(): Promise<any> {
    const { body } = await this.portal.as(
      AUTHOR,
      'GET',
      `${API}/dag?ref=${encodeURIComponent(this.dag)}`,
    );
    return body.edges?.find((edge: any) => edge.service === this.service);
  }

  /** Why the DAG reaches the service, or why not. */
  async explanation(): Promise<any> {
    const query = new URLSearchParams({
      source: this.dag,
      destination: this.service,
      port: '80',
    });
    return (await this.portal.as(AUTHOR, 'GET', `${API}/explain?${query}`))
      .body;
  }

  /** How the portal says that the control plane does. */
  async kumaSource(): Promise<any> {
    const { body } = await this.portal.as(AUTHOR, 'GET', `${API}/sources`);
    return body.items.find((source: any) => source.kind === 'kuma');
  }

  /** What an administrator says of a source that lost nearly everything. */
  confirmLoss(): Promise<PortalAnswer> {
    const path = `${API}/sources/kuma/live/confirm`;
    return this.portal.as(OWNER, 'POST', path, {});
  }

  /** Whether the catalog has the service. */
  async hasService(): Promise<boolean> {
    return Boolean(
      await this.portal.refOf('kuma.io/service', this.serviceName),
    );
  }

  preview(): Promise<PortalAnswer> {
    return this.portal.as(AUTHOR, 'POST', `${API}/access/preview`, this.wish);
  }

  submit(): Promise<PortalAnswer> {
    return this.portal.as(AUTHOR, 'POST', `${API}/access/requests`, this.wish);
  }

  async request(id: string): Promise<any> {
    const path = `${API}/access/requests/${id}`;
    return (await this.portal.as(AUTHOR, 'GET', path)).body;
  }

  async events(id: string): Promise<{ action: string; actor: string }[]> {
    const path = `${API}/access/requests/${id}/events`;
    return (await this.portal.as(AUTHOR, 'GET', path)).body.items;
  }

  act(
    user: string,
    id: string,
    what: 'approve' | 'revoke',
    rationale: string,
  ): Promise<PortalAnswer> {
    const path = `${API}/access/requests/${id}/${what}`;
    return this.portal.as(user, 'POST', path, { rationale });
  }

  stop(): Promise<void> {
    return this.portal.stop();
  }

  private get wish() {
    return {
      source: { kind: 'dag', ref: this.dag },
      destination: { kind: 'service', ref: this.service, port: 80 },
      reason: 'Orders have to be paid',
      duration: 'P7D',
    };
  }
}
