import {
  DagRun,
  Mesh,
  MeshSnapshot,
  Permission,
  Proxy,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  DagFact,
  Held,
  InventoryReader,
  MeshKey,
  ProxyRecord,
  RunsDuring,
  ServiceFact,
} from '../../sync/InventoryReader';
import { kumaSource } from './facts';

type Version = { validFrom: string; validTo?: string; data: unknown };

const LONG_AGO = '2000-01-01T00:00:00.000Z';

/** An inventory in memory. `past` answers every question with `asOf`. */
export class FakeInventory implements InventoryReader {
  currentRevision = 1;
  dagFacts: DagFact[] = [];
  serviceFacts: ServiceFact[] = [];
  sourceStates: SourceStatus[] = [kumaSource()];
  snapshot: MeshSnapshot | undefined;
  proxyFacts: Proxy[] = [];
  permissionFacts: Permission[] = [];
  versions: Record<string, Version[]> = {};
  runFacts: DagRun[] = [];
  runsKeptSince = LONG_AGO;
  past: FakeInventory | undefined;
  reads = 0;

  async sources() {
    return this.sourceStates;
  }

  async dags(options?: { asOf?: string }) {
    this.reads += 1;
    return this.#at(options).dagFacts;
  }

  async services(options?: { asOf?: string }) {
    return this.#at(options).serviceFacts;
  }

  async meshes(): Promise<Mesh[]> {
    return [
      {
        controlPlane: 'eu',
        mesh: 'default',
        mtls: 'identity',
        zones: ['zone-1'],
        version: '2.14.3',
        writable: true,
        proxies: { total: 0, online: 0 },
        services: 0,
        permissions: 0,
      },
    ];
  }

  async meshSnapshot(_key: MeshKey, options?: { asOf?: string }) {
    const at = this.#at(options);
    return at.snapshot && { ...at.snapshot, revision: `${at.currentRevision}` };
  }

  async proxies() {
    return this.proxyFacts;
  }

  async proxyRecords(options?: { asOf?: string }) {
    return this.#at(options).proxyFacts;
  }

  async permissions() {
    return this.permissionFacts;
  }

  async runs(): Promise<DagRun[]> {
    return [];
  }

  async runsDuring(query: RunsDuring) {
    const ids = query.dags.map(({ instance, dagId }) => `${instance} ${dagId}`);
    const items = this.runFacts.filter(({ instance, dagId, start, end }) =>
      ids.includes(`${instance} ${dagId}`)
        ? (start ?? '') <= query.to && (end ?? '9') >= query.from
        : false,
    );
    return {
      items: items.slice(query.offset, query.offset + query.limit),
      total: items.length,
      keptSince: this.runsKeptSince,
    };
  }

  async dagVersions(): Promise<Held<DagFact>[]> {
    return this.dagFacts.map(value => ({ value, validFrom: LONG_AGO }));
  }

  async proxyVersions(): Promise<Held<ProxyRecord>[]> {
    return this.proxyFacts.map(value => ({ value, validFrom: LONG_AGO }));
  }

  async history(key: { name: string }) {
    return this.versions[key.name] ?? [];
  }

  async revision() {
    return this.currentRevision;
  }

  #at(options?: { asOf?: string }): FakeInventory {
    return (options?.asOf && this.past) || this;
  }
}

/** No grants. */
export const noGrants = {
  liveGrants: async () => [],
  openRequests: async () => [],
  revision: async () => 0,
};

/** A caller who sees all but some. */
export const seesAllBut = (...hidden: string[]) => ({
  has: (ref: string) => !hidden.includes(ref),
  key: hidden.join(' ') || 'all',
});
