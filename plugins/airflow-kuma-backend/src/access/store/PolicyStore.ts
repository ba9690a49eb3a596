import { PermissionKind } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { Knex } from 'knex';

/** A policy that we wrote, and for whom. */
export type WrittenPolicy = {
  controlPlane: string;
  mesh: string;
  kind: PermissionKind;
  name: string;
  /** Where it lies on Kubernetes; absent elsewhere. */
  namespace?: string;
  /** Of what was written. */
  hash: string;
  grants: string[];
  /** Name of the policy that it carries along. */
  base?: string;
  writtenAt: string;
  reference?: string;
  drift?: { what: 'changed' | 'deleted' | 'nobody'; since: string };
};

type Key = Pick<WrittenPolicy, 'controlPlane' | 'mesh' | 'kind' | 'name'>;

/** Which policies are ours, as we last wrote them. */
export class PolicyStore {
  constructor(private readonly database: Knex) {}

  async list(mesh: {
    controlPlane: string;
    mesh: string;
  }): Promise<WrittenPolicy[]> {
    const rows = await this.database('access_policies')
      .where({ control_plane: mesh.controlPlane, mesh: mesh.mesh })
      .orderBy(['kind', 'name']);
    return rows.map(fromRow);
  }

  /** Differs whenever what we wrote there changed. */
  async stamp(mesh: { controlPlane: string; mesh: string }): Promise<string> {
    const row = await this.database('access_policies')
      .where({ control_plane: mesh.controlPlane, mesh: mesh.mesh })
      .first(
        this.database.raw(
          'COUNT(*) AS total, MAX(written_at) AS newest, MAX(drift_since) AS drift',
        ),
      );
    return `${row?.total} ${row?.newest} ${row?.drift}`;
  }

  async meshes(): Promise<{ controlPlane: string; mesh: string }[]> {
    return this.database('access_policies').distinct({
      controlPlane: 'control_plane',
      mesh: 'mesh',
    });
  }

  async put(
    policies: WrittenPolicy[],
    transaction?: Knex.Transaction,
  ): Promise<void> {
    for (let start = 0; start < policies.length; start += 50) {
      await (transaction ?? this.database)('access_policies')
        .insert(policies.slice(start, start + 50).map(toRow))
        .onConflict(['control_plane', 'mesh', 'kind', 'name'])
        .merge();
    }
  }

  async remove(key: Key, transaction?: Knex.Transaction): Promise<void> {
    await (transaction ?? this.database)('access_policies')
      .where(keyOf(key))
      .delete();
  }
}

function keyOf(key: Key) {
  return {
    control_plane: key.controlPlane,
    mesh: key.mesh,
    kind: key.kind,
    name: key.name,
  };
}

function toRow(policy: WrittenPolicy) {
  return {
    ...keyOf(policy),
    namespace: policy.namespace ?? null,
    hash: policy.hash,
    grants: JSON.stringify(policy.grants),
    base: policy.base ?? null,
    written_at: policy.writtenAt,
    reference: policy.reference ?? null,
    drift_since: policy.drift?.since ?? null,
    drift_kind: policy.drift?.what ?? null,
  };
}

function fromRow(row: Record<string, any>): WrittenPolicy {
  return {
    controlPlane: row.control_plane,
    mesh: row.mesh,
    kind: row.kind,
    name: row.name,
    ...(row.namespace && { namespace: row.namespace }),
    hash: row.hash,
    grants: JSON.parse(row.grants),
    ...(row.base && { base: row.base }),
    writtenAt: row.written_at,
    ...(row.reference && { reference: row.reference }),
    ...(row.drift_since && {
      drift: { what: row.drift_kind, since: row.drift_since },
    }),
  };
}
