import { ReadinessDay } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Knex } from 'knex';
import { MeshKey } from '../sync/InventoryReader';

const TABLE = 'readiness_days';

/** What is counted of an owner. */
export type OwnerCount = { owner: string; left: number; total: number };

/** Counts of calls that are left, one of each mesh, owner and day. */
export class ReadinessDays {
  constructor(private readonly database: Knex) {}

  /** The last count of a day stands, whichever replica made it. */
  async record(
    { controlPlane, mesh }: MeshKey,
    day: string,
    counts: OwnerCount[],
  ): Promise<void> {
    const rows = counts.map(({ owner, left, total }) => ({
      control_plane: controlPlane,
      mesh,
      owner,
      day,
      calls_left: left,
      calls: total,
    }));
    for (const row of rows) {
      await this.database(TABLE)
        .insert(row)
        .onConflict(['control_plane', 'mesh', 'owner', 'day'])
        .merge(['calls_left', 'calls']);
    }
  }

  /** Days from one on and before another, oldest first. */
  async between(
    { controlPlane, mesh }: MeshKey,
    from: string,
    before: string,
  ): Promise<(ReadinessDay & { owner: string })[]> {
    const rows = await this.database(TABLE)
      .where({ control_plane: controlPlane, mesh })
      .where('day', '>=', from)
      .where('day', '<', before)
      .orderBy([{ column: 'day' }, { column: 'owner' }]);
    return rows.map(row => ({
      owner: row.owner,
      day: row.day,
      left: Number(row.calls_left),
      total: Number(row.calls),
    }));
  }

  /** Forgets days before one. */
  async prune(before: string): Promise<void> {
    await this.database(TABLE).where('day', '<', before).delete();
  }
}
