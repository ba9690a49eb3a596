import { AccessState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Knex } from 'knex';

/** What can be told of requests without reading them. */
export class AccessFigures {
  constructor(private readonly database: Knex) {}

  /** Pairs of all requests in these states, and nothing else of them. */
  async pairs(
    states: AccessState[],
  ): Promise<{ id: string; dag: string; service: string; port: number }[]> {
    return this.database('access_pairs')
      .join('access_requests', 'access_requests.id', 'access_pairs.request_id')
      .whereIn('state', states)
      .orderBy(['request_id', 'dag', 'service', 'port'])
      .select({
        id: 'request_id',
        dag: 'dag',
        service: 'service',
        port: 'port',
      });
  }

  /** Differs whenever a request of this mesh changed. */
  async stamp(mesh: { controlPlane: string; mesh: string }): Promise<string> {
    const row = await this.database('access_requests')
      .where({ control_plane: mesh.controlPlane, mesh: mesh.mesh })
      .first(
        this.database.raw(
          'MAX(updated_at) AS newest, SUM(version) AS versions',
        ),
      );
    return `${row?.newest} ${row?.versions}`;
  }

  /** Meshes with anything that the reconciler has to look after. */
  async meshes(
    states: AccessState[],
  ): Promise<{ controlPlane: string; mesh: string }[]> {
    return this.database('access_requests')
      .whereIn('state', states)
      .distinct({ controlPlane: 'control_plane', mesh: 'mesh' });
  }

  /** Grants that ended before this time, early or not, and are not seen to be gone. */
  async countOverdue(time: string): Promise<number> {
    const row = await this.database('access_requests')
      .where(ended =>
        ended
          .whereIn('state', ['applying', 'active'])
          .where('end_at', '<', time),
      )
      .orWhere(ending =>
        ending.where({ state: 'removing' }).where('updated_at', '<', time),
      )
      .count({ total: '*' })
      .first();
    return Number(row?.total ?? 0);
  }

  /** How many there are in each state. */
  async counts(): Promise<Partial<Record<AccessState, number>>> {
    const rows: { state: string; total: number | string }[] =
      await this.database('access_requests')
        .groupBy('state')
        .select('state', this.database.raw('COUNT(*) AS total'));
    return Object.fromEntries(rows.map(row => [row.state, Number(row.total)]));
  }
}
