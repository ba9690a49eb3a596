import { Knex } from 'knex';
import { DocumentSelector } from '../callersEnd/manifest';
import { ReachEntry } from '../callersEnd/reach';

/** A setting that was asked of a workload, and for whom. */
export type AskedEntry = {
  entry: ReachEntry;
  /** Entity refs of the services for which it was asked. */
  services: string[];
  /** Ids of grants that need it; none where it has to be taken back. */
  grants: string[];
  /** Ids of grants that ended, and are told when it is gone. */
  ended: string[];
  /** The pull request that its owner closed without merging it. */
  refused?: string;
};

/** What was asked of one workload, and proposed to its repository. */
export type CallersEndRow = {
  controlPlane: string;
  mesh: string;
  key: string;
  workload: string;
  /** Where its manifest lay when it was asked; without credentials. */
  manifest?: {
    repository: string;
    branch: string;
    path: string;
    document: DocumentSelector;
  };
  /** Certificates that its proxies show, by `identityKey`. */
  identities: string[];
  entries: AskedEntry[];
  /** The list in the manifest is there because of us. */
  created: boolean;
  /** Of what was proposed last; empty where it is due. */
  hash: string;
  /** Pull request, or commit where the config says push. */
  reference?: string;
  pullRequest?: 'open' | 'merged' | 'closed';
  /** Why nothing is proposed; for people. */
  byHand?: string;
  /** When the manifest was last seen without anything left to take back. */
  cleanAt?: string;
  /** The last try failed: the next waits a while. */
  failed?: boolean;
  /** ISO time of the last look at repository or pull request. */
  lookedAt?: string;
};

type Place = { controlPlane: string; mesh: string };
type Key = Pick<CallersEndRow, 'controlPlane' | 'mesh' | 'key'>;

/** What is asked of callers' workloads, until it is taken back. */
export class CallersEndStore {
  constructor(
    private readonly database: Knex,
    private readonly now: () => Date = () => new Date(),
  ) {}

  async list(place: Place): Promise<CallersEndRow[]> {
    const rows = await this.database('access_callers_ends')
      .where({ control_plane: place.controlPlane, mesh: place.mesh })
      .orderBy('key');
    return rows.map(row => ({
      ...JSON.parse(row.data),
      controlPlane: row.control_plane,
      mesh: row.mesh,
      key: row.key,
    }));
  }

  async meshes(): Promise<Place[]> {
    return this.database('access_callers_ends').distinct({
      controlPlane: 'control_plane',
      mesh: 'mesh',
    });
  }

  /** Differs whenever a look at these could come to anything else. */
  async stamp(place: Place): Promise<{ stamp: string; watched: boolean }> {
    const row = await this.database('access_callers_ends')
      .where({ control_plane: place.controlPlane, mesh: place.mesh })
      .first(this.database.raw('COUNT(*) AS total, MAX(updated_at) AS newest'));
    const watched = await this.database('access_callers_ends')
      .where({
        control_plane: place.controlPlane,
        mesh: place.mesh,
        watched: true,
      })
      .first('key');
    return {
      stamp: `${row?.total} ${row?.newest}`,
      watched: watched !== undefined,
    };
  }

  async put(row: CallersEndRow, transaction?: Knex.Transaction): Promise<void> {
    const { controlPlane, mesh, key, ...data } = row;
    await (transaction ?? this.database)('access_callers_ends')
      .insert({
        ...keyOf(row),
        updated_at: this.now().toISOString(),
        watched: isWatched(row),
        data: JSON.stringify(data),
      })
      .onConflict(['control_plane', 'mesh', 'key'])
      .merge();
  }

  async remove(key: Key, transaction?: Knex.Transaction): Promise<void> {
    await (transaction ?? this.database)('access_callers_ends')
      .where(keyOf(key))
      .delete();
  }
}

/** Something outside of the mesh can move it on: a merge, a mended manifest. */
function isWatched(row: CallersEndRow): boolean {
  const { manifest, pullRequest, hash, entries, byHand } = row;
  return (
    manifest !== undefined &&
    (pullRequest === 'open' ||
      hash === '' ||
      byHand !== undefined ||
      entries.some(({ grants }) => grants.length === 0))
  );
}

function keyOf({ controlPlane, mesh, key }: Key) {
  return { control_plane: controlPlane, mesh, key };
}
