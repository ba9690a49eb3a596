import {
  grantEnds,
  holdsAt,
  liveAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Knex } from 'knex';
import { GrantReader, LiveGrant } from '../graph/GrantReader';
import { AccessFigures, AccessStore } from './store';

/** Live grants for the graph. */
export class AccessGrantReader implements GrantReader {
  private readonly store: AccessStore;

  constructor(private readonly database: Knex) {
    this.store = new AccessStore(database);
  }

  async liveGrants(options?: { asOf?: string }): Promise<LiveGrant[]> {
    if (!options?.asOf)
      return new AccessFigures(this.database).pairs(liveAccessStates);
    const { asOf } = options;
    const records = await this.store.all({
      states: [...liveAccessStates, ...grantEnds],
    });
    return records
      .filter(
        ({ appliedAt: from, endedAt: to }) =>
          from !== undefined && holdsAt({ from, to }, asOf),
      )
      .flatMap(record =>
        record.resolved.dags.flatMap(dag =>
          record.resolved.targets.map(target => ({
            id: record.id,
            dag: dag.ref,
            service: target.ref,
            port: target.port,
          })),
        ),
      );
  }

  async openRequests(): Promise<LiveGrant[]> {
    return new AccessFigures(this.database).pairs(['pending', 'scheduled']);
  }

  async revision(): Promise<number> {
    // Versions only grow and rows are never deleted, so the sum only grows.
    const row = await this.database('access_requests')
      .sum({ versions: 'version' })
      .first();
    return Number(row?.versions ?? 0);
  }
}
