import {
  KUMA_LABEL_GRANTS,
  KumaResource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  isOurs,
  PermissionDriver,
  PermissionIntent,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { toKubernetesObject } from '../../policies/toKubernetesObject';
import { kindOf } from '../../reconcile/desiredPolicies';
import { checkComputed } from './checkComputed';
import { Cluster } from './Cluster';
import { missingInWords } from './missingInWords';
import { PermissionObject, Scope } from './types';

const KEEP_MILLISECONDS = 60_000;

type Place = { controlPlane: string; mesh: string };

type Described = { writable: boolean; how: string };

/**
 * Writes permissions to the cluster of a control plane, where Kuma's own API
 * takes none: by server-side apply, after Kuma's webhooks said in a dry run
 * what becomes of it.
 */
export class KubernetesDriver implements PermissionDriver {
  readonly name = 'kubernetes';
  private readonly described = new Map<
    string,
    { at: number; answer: Promise<Described> }
  >();

  constructor(
    private readonly options: {
      clusters: Map<string, Cluster>;
      /** Why a control plane has none, by its name. */
      problems: Map<string, string>;
      scopeOf(place: Place): Promise<Scope>;
    },
  ) {}

  async describe(place: Place): Promise<Described> {
    const key = `${place.controlPlane} ${place.mesh}`;
    const known = this.described.get(key);
    if (known && Date.now() - known.at < KEEP_MILLISECONDS) return known.answer;
    const answer = this.askRights(place);
    this.described.set(key, { at: Date.now(), answer });
    answer.catch(() => this.described.delete(key));
    return answer;
  }

  async tryOut(intent: PermissionIntent) {
    const cluster = this.cluster(intent.controlPlane);
    const scope = await this.options.scopeOf(intent);
    for (const policy of intent.put) {
      await tryOne(cluster, toObject(policy), scope);
    }
  }

  async apply(intent: PermissionIntent) {
    const cluster = this.cluster(intent.controlPlane);
    const scope = await this.options.scopeOf(intent);
    for (const policy of intent.put) {
      const object = toObject(policy);
      await tryOne(cluster, object, scope);
      const written = await cluster.apply(object, { dryRun: false });
      try {
        checkComputed(written, object, scope);
      } catch (error) {
        // Between the two somebody took the webhook or a label away.
        await cluster.remove(written);
        throw error;
      }
    }
    return { warnings: [], pending: false };
  }

  async remove(intent: PermissionIntent) {
    const cluster = this.cluster(intent.controlPlane);
    for (const { name, namespace } of intent.remove) {
      const object = await this.toRemove(cluster, name, namespace);
      if (object) await cluster.remove(object);
    }
    return { warnings: [], pending: false };
  }

  private async toRemove(
    cluster: Cluster,
    name: string,
    namespace: string | undefined,
  ): Promise<PermissionObject | undefined> {
    if (namespace !== undefined) {
      const known = await cluster.find(namespace, name);
      return known && isOurs(known.metadata) ? known : undefined;
    }
    const all = await cluster.named(name, KUMA_LABEL_GRANTS);
    if (all.length > 1) {
      throw new ConflictError(
        `${cluster.title} has ${
          all.length
        } permissions "${name}" with our label, in ${all
          .map(({ metadata }) => metadata.namespace)
          .join(', ')}: remove those that are copies`,
      );
    }
    return all[0];
  }

  private async askRights(place: Place) {
    const cluster = this.options.clusters.get(place.controlPlane);
    if (!cluster) {
      return {
        writable: false,
        how:
          this.options.problems.get(place.controlPlane) ??
          `No cluster is configured for "${place.controlPlane}"`,
      };
    }
    const { namespaces } = await this.options.scopeOf(place);
    const missing = await cluster.missingRights(namespaces);
    return missing.length === 0
      ? { writable: true, how: `Written to ${cluster.title} by Kubernetes.` }
      : { writable: false, how: missingInWords(missing, cluster.title) };
  }

  private cluster(controlPlane: string): Cluster {
    const cluster = this.options.clusters.get(controlPlane);
    if (!cluster) {
      throw new NotFoundError(`No cluster is configured for "${controlPlane}"`);
    }
    return cluster;
  }
}

/** Nothing is written where webhooks refuse it, or give it another scope. */
async function tryOne(
  cluster: Cluster,
  object: PermissionObject,
  scope: Scope,
): Promise<void> {
  const { namespace, name } = object.metadata;
  const known = await cluster.find(namespace, name);
  if (known && !isOurs(known.metadata)) {
    throw new ConflictError(
      `MeshTrafficPermission ${namespace}/${name} was not written by Airflow Kuma and is left alone`,
    );
  }
  const told = await cluster.apply(object, { dryRun: true });
  checkComputed(told, object, scope);
}

function toObject(policy: KumaResource): PermissionObject {
  if (kindOf(policy) !== 'MeshTrafficPermission') {
    throw new InputError(
      `The driver "kubernetes" writes MeshTrafficPermission only, and this mesh takes ${policy.type}: use the driver "git" there`,
    );
  }
  return toKubernetesObject(policy) as PermissionObject;
}
