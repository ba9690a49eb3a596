import { AccessShadowDiff } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { KumaClient } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { MeshPlace } from '../AccessContext';
import { Leases } from '../store';
import { GrantPlan } from '../types';
import { SHADOW_NAME, toShadowPolicy } from './shadowPolicy';

const WAIT_MILLISECONDS = 10_000;
/** The control plane answers from a cache of a second. */
const TRIES = 8;
const PAUSE_MILLISECONDS = 500;

/**
 * Asks Kuma what a grant would change in Envoy, with one temporary policy that
 * has no effect. One at a time per mesh, removed again whatever happens; one
 * that a killed backend left is reaped by the next reconcile.
 */
export class ShadowDiffs {
  constructor(
    private readonly options: {
      clients: Map<string, KumaClient>;
      leases: Leases;
      pauseMilliseconds?: number;
    },
  ) {}

  async diff(
    place: MeshPlace,
    plan: GrantPlan,
    dataplane: string,
  ): Promise<AccessShadowDiff> {
    const client = this.options.clients.get(place.controlPlane);
    const [policy] = plan.policies;
    if (!client)
      return {
        reason: 'There is no client for this control plane.',
        changes: [],
      };
    if (!policy) {
      return {
        reason: 'Kuma computes no shadow of a TrafficPermission.',
        changes: [],
      };
    }
    const lease = await this.options.leases.hold(
      leaseOf(place),
      WAIT_MILLISECONDS,
      async () => {
        try {
          await client.putPermission(toShadowPolicy(policy));
          return await this.ask(client, place, dataplane);
        } finally {
          await this.remove(client, place);
        }
      },
    );
    if (lease.held) return lease.value;
    return {
      reason: 'Another preview is being computed in this mesh; try again.',
      changes: [],
    };
  }

  /** Takes away what was left, unless a preview is at it right now. */
  async reap(place: MeshPlace): Promise<void> {
    const client = this.options.clients.get(place.controlPlane);
    if (!client) return;
    await this.options.leases.hold(leaseOf(place), 0, () =>
      this.remove(client, place),
    );
  }

  private async ask(
    client: KumaClient,
    { mesh }: MeshPlace,
    dataplane: string,
  ): Promise<AccessShadowDiff> {
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      const changes = await client.shadowDiff({ mesh, dataplane });
      if (changes.length > 0) return { proxy: dataplane, changes };
      await new Promise(resolve =>
        setTimeout(
          resolve,
          this.options.pauseMilliseconds ?? PAUSE_MILLISECONDS,
        ),
      );
    }
    return {
      proxy: dataplane,
      changes: [],
      reason: 'Kuma says that nothing would change.',
    };
  }

  private async remove(client: KumaClient, { mesh }: MeshPlace): Promise<void> {
    await client.deletePermission({
      kind: 'MeshTrafficPermission',
      mesh,
      name: SHADOW_NAME,
    });
  }
}

function leaseOf(place: MeshPlace): string {
  return `shadow:${place.controlPlane}/${place.mesh}`;
}
