import { MeshKey } from '../../sync/InventoryReader';
import {
  createKumaClient,
  KumaClient,
  ProxyOutbound,
  readKumaSources,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { Config } from '@backstage/config';

/** An explanation waits this long; without it the link says so. */
const TIMEOUT_MILLISECONDS = 3_000;

/** Asks control planes about single proxies, for who asks about them. */
export interface LayoutReader {
  /** `undefined` where the control plane does not tell, or does not answer. */
  outbounds(
    key: MeshKey,
    dataplane: string,
  ): Promise<ProxyOutbound[] | undefined>;
}

/** Through the API, each time: nobody keeps what is asked for once. */
export class KumaLayoutReader implements LayoutReader {
  private constructor(
    private readonly clients: Map<string, Pick<KumaClient, 'outbounds'>>,
  ) {}

  static fromConfig(config: Config): KumaLayoutReader {
    return new KumaLayoutReader(
      new Map(
        readKumaSources(config).flatMap(source =>
          source.ok
            ? [[source.name, createKumaClient(source.config)] as const]
            : [],
        ),
      ),
    );
  }

  async outbounds({ controlPlane, mesh }: MeshKey, dataplane: string) {
    try {
      return await this.clients
        .get(controlPlane)
        ?.outbounds(
          { mesh, dataplane },
          { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) },
        );
    } catch {
      // Sources say what is wrong with it; the verdict does not rest on this.
      return undefined;
    }
  }
}
