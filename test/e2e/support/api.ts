import { APIRequestContext, expect, request } from '@playwright/test';
import { DemoUser } from './signIn';

type OpenRequest = {
  id: string;
  state: string;
  availableTransitions: string[];
};

const LIVE = ['pending', 'scheduled', 'applying', 'active', 'removing'];

/** The backend as one of the demo's people sees it, without a browser. */
export class Api {
  readonly #request: APIRequestContext;
  readonly #token: string;

  private constructor(context: APIRequestContext, token: string) {
    this.#request = context;
    this.#token = token;
  }

  static async as(user: DemoUser): Promise<Api> {
    const context = await request.newContext({
      baseURL: process.env.E2E_URL ?? 'http://localhost:3000',
    });
    const response = await context.get('/api/auth/demo/refresh', {
      headers: {
        'x-demo-user': `user:default/${user.toLowerCase().replace(/ /g, '-')}`,
        'x-requested-with': 'XMLHttpRequest',
      },
    });
    expect(response.status()).toBe(200);
    const { backstageIdentity } = await response.json();
    return new Api(context, backstageIdentity.token);
  }

  async get<T>(path: string): Promise<T> {
    const response = await this.#request.get(`/api/airflow-kuma${path}`, {
      headers: this.#headers(),
    });
    expect(response.ok(), `${path}: ${await response.text()}`).toBe(true);
    return response.json();
  }

  async post<T>(path: string, data: object): Promise<T> {
    const response = await this.#request.post(`/api/airflow-kuma${path}`, {
      headers: this.#headers(),
      data,
    });
    expect(response.ok(), `${path}: ${await response.text()}`).toBe(true);
    return response.status() === 204 ? (undefined as T) : response.json();
  }

  /** Ref of a DAG by its id and instance. */
  async dag(dagId: string, instance = 'prod-data'): Promise<string> {
    return this.#find('dags', dagId, row =>
      row.instance === instance ? row.dagId : undefined,
    );
  }

  /** Ref of a service by its name and mesh. */
  async service(name: string, mesh = 'default'): Promise<string> {
    return this.#find('services', name, row =>
      row.mesh === mesh ? row.name : undefined,
    );
  }

  /** Asks for access of a DAG to a service, and gives the id of the request. */
  async ask(
    source: string,
    destination: string,
    input: { duration: string; reason: string; port?: number },
  ): Promise<string> {
    const { port = 80, ...rest } = input;
    const created = await this.post<{ id: string }>('/access/requests', {
      source: { kind: 'dag', ref: source },
      destination: { kind: 'service', ref: destination, port },
      ...rest,
    });
    return created.id;
  }

  /** Takes back all that this person has asked for, so that a test can ask. */
  async takeEverythingBack(): Promise<void> {
    const ways = ['withdraw', 'revoke'];
    const { items } = await this.get<{ items: OpenRequest[] }>(
      '/access/requests?view=mine&limit=100',
    );
    for (const { id, availableTransitions } of items) {
      const way = ways.find(each => availableTransitions.includes(each));
      if (way) {
        await this.post(`/access/requests/${id}/${way}`, {
          rationale: 'A test begins anew.',
        });
      }
    }
    await expect
      .poll(async () => {
        const page = await this.get<{ items: OpenRequest[] }>(
          '/access/requests?view=mine&limit=100',
        );
        return page.items.filter(({ state }) => LIVE.includes(state)).length;
      })
      .toBe(0);
  }

  async #find(
    list: 'dags' | 'services',
    name: string,
    nameOf: (row: Record<string, string>) => string | undefined,
  ): Promise<string> {
    const query = new URLSearchParams({ text: name, limit: '100' });
    let found: Record<string, string> | undefined;
    // A portal that has just started may not have read everything yet.
    await expect(async () => {
      const { items } = await this.get<{ items: Record<string, string>[] }>(
        `/${list}?${query}`,
      );
      found = items.find(row => nameOf(row) === name);
      expect(found, `${name} in ${list}`).toBeDefined();
    }).toPass({ timeout: 60_000 });
    return found!.ref;
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}` };
  }
}
