import {
  resolveDeclared,
  ServiceNameIndex,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InventoryReader } from '../../sync/InventoryReader';
import { homesOf } from '../edges/homesOf';
import { IdentifyDags } from '../facts/FactsReader';
import { meshId } from '../facts/GraphFacts';

/**
 * Which services DAGs declare, without what makes edges of it: the catalog
 * asks at each change, and needs no permissions, telemetry or verdicts.
 */
export class DeclaredReader {
  readonly #options: DeclaredReaderOptions;

  constructor(options: DeclaredReaderOptions) {
    this.#options = options;
  }

  /** Refs of services, by the ref of the DAG that declares them. */
  async services(): Promise<Map<string, string[]>> {
    const { inventory, identify, defaultMesh } = this.#options;
    const [dags, services, proxies] = await Promise.all([
      inventory.dags(),
      inventory.services(),
      inventory.proxyRecords(),
    ]);
    const names = new ServiceNameIndex(services);
    const zones = new Map(
      proxies.map(proxy => [
        `${meshId(proxy)}/${proxy.name}`,
        proxy.labels['kuma.io/zone'],
      ]),
    );
    const identities = identify(dags, proxies);
    return new Map(
      dags.map(dag => {
        const homes = homesOf(identities.get(dag.ref) ?? [], (mesh, proxy) =>
          zones.get(`${meshId(mesh)}/${proxy}`),
        );
        const refs = dag.declared.flatMap(
          item =>
            resolveDeclared(item, names, { homes, defaultMesh }).service?.ref ??
            [],
        );
        return [dag.ref, [...new Set(refs)]];
      }),
    );
  }
}

export type DeclaredReaderOptions = {
  inventory: Pick<InventoryReader, 'dags' | 'services' | 'proxyRecords'>;
  identify: IdentifyDags;
  /** Mesh of declarations that name none. */
  defaultMesh?: string;
};
