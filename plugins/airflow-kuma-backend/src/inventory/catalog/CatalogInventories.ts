import {
  AirflowCatalogInventory,
  KumaCatalogInventory,
  SourceReference,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createHash } from 'node:crypto';
import { DeclaredReader } from '../../graph/declared/DeclaredReader';
import { InventoryReader } from '../../sync';
import { statusOf } from '../details/dataAge';

/** An answer as text, with the fingerprint of that text. */
export type TaggedAnswer = { etag: string; body: string };

/**
 * An answer is made anew at most so often that making it takes this share of
 * the time: a large company's inventory changes with every poll.
 */
const SHARE_OF_TIME = 0.1;

/**
 * What the catalog module asks for. The fingerprint covers the answer and
 * nothing else: a proxy that comes and goes changes the inventory many times a
 * minute, but no entity.
 */
export class CatalogInventories {
  readonly #inventory: InventoryReader;
  readonly #declared: Pick<DeclaredReader, 'services'>;
  readonly #known = new Map<
    string,
    { revision: string; nextAt: number } & TaggedAnswer
  >();

  static create(options: {
    inventory: InventoryReader;
    declared: Pick<DeclaredReader, 'services'>;
  }): CatalogInventories {
    return new CatalogInventories(options.inventory, options.declared);
  }

  private constructor(
    inventory: InventoryReader,
    declared: Pick<DeclaredReader, 'services'>,
  ) {
    this.#inventory = inventory;
    this.#declared = declared;
  }

  airflow(name: string): Promise<TaggedAnswer> {
    return this.#answer({ kind: 'airflow', name }, async source => {
      const dags = (await this.#inventory.dags()).filter(
        dag => dag.instance === name,
      );
      const refs = new Map(dags.map(dag => [dag.dagId, dag.ref]));
      const declared = await this.#declared.services();
      return {
        instance: name,
        ...source,
        dags: dags.map(dag => ({
          dagId: dag.dagId,
          displayName: dag.displayName,
          description: dag.description,
          tags: dag.tags,
          uiUrl: dag.uiUrl,
          owner: dag.owner,
          system: dag.system,
          dataDomain: dag.dataDomain,
          environment: dag.environment,
          schedule: dag.schedule.summary ?? dag.schedule.description,
          dependsOn: sorted([
            ...(declared.get(dag.ref) ?? []),
            ...dag.upstream.flatMap(({ dagId }) => refs.get(dagId) ?? []),
          ]),
        })),
      } satisfies AirflowCatalogInventory;
    });
  }

  kuma(name: string): Promise<TaggedAnswer> {
    return this.#answer({ kind: 'kuma', name }, async source => {
      const meshes = await this.#inventory.meshes();
      const services = await this.#inventory.services();
      return {
        controlPlane: name,
        ...source,
        meshes: meshes
          .filter(mesh => mesh.controlPlane === name)
          .map(({ mesh, zones, guiUrl }) => ({ mesh, zones, guiUrl })),
        services: services
          .filter(service => service.controlPlane === name)
          .map(service => ({
            mesh: service.mesh,
            kind: service.kind,
            name: service.name,
            displayName: service.displayName,
            description: service.description,
            zone: service.zone,
            kri: service.kri,
            hostnames: service.hostnames,
            labels: service.labels,
            owner: service.owner,
            system: service.system,
            dataDomain: service.dataDomain,
            environment: service.environment,
            guiUrl: service.guiUrl,
          })),
      } satisfies KumaCatalogInventory;
    });
  }

  async #answer(
    reference: SourceReference,
    make: (source: {
      title: string;
      uiUrl?: string;
      ready: boolean;
    }) => Promise<object>,
  ): Promise<TaggedAnswer> {
    const sources = await this.#inventory.sources();
    const status = statusOf(sources, reference);
    const ready = status.lastSuccess !== undefined && allWereTried(sources);
    const key = `${reference.kind}:${reference.name}`;
    const revision = `${await this.#inventory.revision()}/${ready}`;
    const known = this.#known.get(key);
    const start = Date.now();
    if (known && (known.revision === revision || start < known.nextAt)) {
      return known;
    }
    const { title, uiUrl } = status;
    const body = JSON.stringify(await make({ title, uiUrl, ready }));
    const hash = createHash('sha256').update(body).digest('base64url');
    const took = Date.now() - start;
    const nextAt = Date.now() + took / SHARE_OF_TIME;
    const answer = { revision, nextAt, etag: `"${hash}"`, body };
    this.#known.set(key, answer);
    return answer;
  }
}

/**
 * Right after a first start: what a DAG declares resolves only once the
 * services are known. Telling the catalog before would tell it twice.
 */
function allWereTried(sources: SourceStatus[]): boolean {
  return sources.every(
    source => source.lastSuccess !== undefined || source.error !== undefined,
  );
}

function sorted(refs: string[]): string[] {
  return [...new Set(refs)].sort();
}
