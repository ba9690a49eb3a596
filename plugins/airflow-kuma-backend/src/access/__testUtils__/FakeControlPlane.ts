import {
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  ControlPlaneFacts,
  isOurs,
  KumaClient,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/** A control plane in memory: takes permissions as Kuma's API does. */
export class FakeControlPlane {
  /** Runs before every write; throw to refuse, to be slow, or to be killed. */
  beforeWrite: (
    action: 'put' | 'delete',
    name: string,
  ) => Promise<void> | void = () => {};
  /** Runs after the write took effect. */
  afterWrite: (action: 'put' | 'delete', name: string) => Promise<void> | void =
    () => {};
  writes: { action: 'put' | 'delete'; name: string }[] = [];
  writable = true;
  private clock = Date.parse('2026-11-23T00:30:00Z');

  constructor(public snapshot: MeshSnapshot) {}

  /** Reads it again where others write to it too. */
  refresh(): void {}

  policies(): KumaResource[] {
    return [
      ...this.snapshot.meshTrafficPermissions,
      ...this.snapshot.trafficPermissions,
    ];
  }

  ours(): KumaResource[] {
    return this.policies().filter(isOurs);
  }

  /** As somebody else would, with kumactl. */
  put(policy: KumaResource): void {
    this.clock += 1000;
    const list = this.listOf(policy.type);
    const at = list.findIndex(other => other.name === policy.name);
    const time = new Date(this.clock).toISOString();
    const stored = {
      ...structuredClone(policy),
      kri: `kri_mtp_default_zone-1__${policy.name}_`,
      labels: {
        ...policy.labels,
        'kuma.io/mesh': 'default',
        'kuma.io/zone': 'zone-1',
      },
      creationTime: at < 0 ? time : list[at].creationTime,
      modificationTime: time,
    };
    if (at < 0) list.push(stored);
    else list[at] = stored;
  }

  delete(name: string): void {
    for (const type of ['MeshTrafficPermission', 'TrafficPermission']) {
      const list = this.listOf(type);
      const at = list.findIndex(other => other.name === name);
      if (at >= 0) list.splice(at, 1);
    }
  }

  /** As its client sees it. */
  client(): KumaClient {
    const unused = async () => {
      throw new Error('not part of this test');
    };
    return {
      name: 'eu',
      facts: async () =>
        ({
          version: this.snapshot.version,
          kinds: {},
          dialects: ['rules', 'from', 'traffic-permission'],
          writable: this.writable,
        } as ControlPlaneFacts),
      config: unused,
      list: unused,
      listProxies: unused,
      listZones: unused,
      outbounds: async () => undefined,
      // The change that a real one would name, without Envoy's words.
      shadowDiff: async () =>
        this.policies()
          .filter(policy => policy.labels?.['kuma.io/effect'] === 'shadow')
          .map(policy => ({
            op: 'add',
            path: `/${policy.name}`,
            value: policy.spec,
          })),
      getPermission: async ({ name }) =>
        this.policies().find(policy => policy.name === name),
      putPermission: async policy => {
        await this.beforeWrite('put', policy.name);
        const existing = this.policies().find(
          other => other.name === policy.name,
        );
        if (existing && !isOurs(existing))
          throw new Error(`${policy.name} is not ours`);
        this.put(policy);
        this.writes.push({ action: 'put', name: policy.name });
        await this.afterWrite('put', policy.name);
        return { outcome: existing ? 'updated' : 'created', warnings: [] };
      },
      deletePermission: async ({ name }) => {
        await this.beforeWrite('delete', name);
        const existing = this.policies().find(other => other.name === name);
        if (existing && !isOurs(existing))
          throw new Error(`${name} is not ours`);
        this.delete(name);
        this.writes.push({ action: 'delete', name });
        await this.afterWrite('delete', name);
        return { outcome: existing ? 'deleted' : 'absent', warnings: [] };
      },
    };
  }

  private listOf(type: string): KumaResource[] {
    return type === 'TrafficPermission'
      ? this.snapshot.trafficPermissions
      : this.snapshot.meshTrafficPermissions;
  }
}
