import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  AirflowCatalogInventory,
  KumaCatalogInventory,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

const PLUGIN_ID = 'airflow-kuma';
const TIMEOUT_MILLISECONDS = 30_000;

/**
 * An inventory, or that it is as it was. The tag is for the next question.
 * @public
 */
export type InventoryAnswer<T> =
  | { changed: true; inventory: T; tag: string | undefined }
  | { changed: false };

/**
 * Asks the Airflow Kuma backend for what it knows of a source, service to
 * service. For backend modules, which poll no upstream themselves.
 * @public
 */
export class InventoryClient {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  static create(options: {
    auth: AuthService;
    discovery: DiscoveryService;
  }): InventoryClient {
    return new InventoryClient(options.auth, options.discovery);
  }

  private constructor(auth: AuthService, discovery: DiscoveryService) {
    this.#auth = auth;
    this.#discovery = discovery;
  }

  /** DAGs of an Airflow instance. */
  async airflow(instance: string): Promise<AirflowCatalogInventory> {
    return whole(await this.airflowSince(instance, undefined));
  }

  /** The same, unless it is as it was in the answer with this tag. */
  airflowSince(
    instance: string,
    tag: string | undefined,
  ): Promise<InventoryAnswer<AirflowCatalogInventory>> {
    return this.#get(`airflow/${encodeURIComponent(instance)}`, tag);
  }

  /** Meshes and services of a control plane. */
  async kuma(controlPlane: string): Promise<KumaCatalogInventory> {
    return whole(await this.kumaSince(controlPlane, undefined));
  }

  /** The same, unless it is as it was in the answer with this tag. */
  kumaSince(
    controlPlane: string,
    tag: string | undefined,
  ): Promise<InventoryAnswer<KumaCatalogInventory>> {
    return this.#get(`kuma/${encodeURIComponent(controlPlane)}`, tag);
  }

  async #get<T>(
    path: string,
    tag: string | undefined,
  ): Promise<InventoryAnswer<T>> {
    const baseUrl = await this.#discovery.getBaseUrl(PLUGIN_ID);
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: PLUGIN_ID,
    });
    const response = await fetch(`${baseUrl}/inventory/${path}`, {
      headers: {
        Authorization: `Bearer ${token}`,
        ...(tag && { 'If-None-Match': tag }),
      },
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    if (response.status === 304) return { changed: false };
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return {
      changed: true,
      inventory: (await response.json()) as T,
      tag: response.headers.get('etag') ?? undefined,
    };
  }
}

function whole<T>(answer: InventoryAnswer<T>): T {
  if (!answer.changed)
    throw new Error('Not modified, although nothing is known');
  return answer.inventory;
}
