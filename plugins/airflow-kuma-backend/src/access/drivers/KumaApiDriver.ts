import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  ControlPlaneFacts,
  isUpstreamError,
  KumaClient,
  PermissionDriver,
  PermissionIntent,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { NotFoundError } from '@backstage/errors';

const KEEP_MILLISECONDS = 60_000;
const READ_ONLY = {
  writable: false,
  how: 'This control plane takes no permissions through its API: they are applied through Git or kubectl there.',
};

/** Writes through the control plane's own API; every write is a whole PUT. */
export class KumaApiDriver implements PermissionDriver {
  readonly name = 'kuma-api';
  private readonly known = new Map<
    string,
    { at: number; facts: Promise<ControlPlaneFacts> }
  >();

  /** When it last answered that it takes none, whatever its resources say. */
  private readonly refusedAt = new Map<string, number>();

  constructor(private readonly clients: Map<string, KumaClient>) {}

  async describe({ controlPlane }: { controlPlane: string }) {
    const refusedAt = this.refusedAt.get(controlPlane) ?? 0;
    if (Date.now() - refusedAt < KEEP_MILLISECONDS) return READ_ONLY;
    const facts = await this.facts(controlPlane);
    return facts.writable
      ? { writable: true, how: 'Written through the API of the control plane.' }
      : READ_ONLY;
  }

  async apply(intent: PermissionIntent) {
    const client = this.client(intent.controlPlane);
    const facts = await this.facts(intent.controlPlane);
    const warnings: string[] = [];
    for (const policy of intent.put) {
      try {
        const outcome = await client.putPermission(withOrigin(policy, facts));
        warnings.push(...outcome.warnings);
      } catch (error) {
        if (isUpstreamError(error, 'read-only')) {
          this.refusedAt.set(intent.controlPlane, Date.now());
        }
        throw error;
      }
      this.refusedAt.delete(intent.controlPlane);
    }
    return { warnings, pending: false };
  }

  async remove(intent: PermissionIntent) {
    const client = this.client(intent.controlPlane);
    const warnings: string[] = [];
    for (const { kind, name } of intent.remove) {
      const outcome = await client.deletePermission({
        kind,
        mesh: intent.mesh,
        name,
      });
      warnings.push(...outcome.warnings);
    }
    return { warnings, pending: false };
  }

  private client(controlPlane: string): KumaClient {
    const client = this.clients.get(controlPlane);
    if (!client)
      throw new NotFoundError(
        `No control plane "${controlPlane}" is configured`,
      );
    return client;
  }

  private facts(controlPlane: string): Promise<ControlPlaneFacts> {
    const now = Date.now();
    const known = this.known.get(controlPlane);
    if (known && now - known.at < KEEP_MILLISECONDS) return known.facts;
    const facts = this.client(controlPlane).facts();
    this.known.set(controlPlane, { at: now, facts });
    facts.catch(() => this.known.delete(controlPlane));
    return facts;
  }
}

/** A federated zone takes policies only with this label, a global control plane refuses it. */
function withOrigin(
  policy: KumaResource,
  facts: ControlPlaneFacts,
): KumaResource {
  if (!facts.deployment?.federated || policy.type !== 'MeshTrafficPermission')
    return policy;
  return { ...policy, labels: { ...policy.labels, 'kuma.io/origin': 'zone' } };
}
