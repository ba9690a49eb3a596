import {
  ReadinessOwner,
  ReadinessPullRequests,
  ReadinessRepository,
  ReadinessWorkload,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { Manifests, WorkloadManifest } from '../../access/callersEnd/manifests';
import { workloadOf } from '../../access/callersEnd/workloadOf';
import { AuditEntry } from '../../audit';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { InventoryReader, MeshKey } from '../../sync/InventoryReader';
import { ReadinessService } from '../ReadinessService';
import { wordsOf } from './wordsOf';

const KEEP_MILLISECONDS = 60_000;
const NO_MANIFEST =
  'The portal does not know where its manifest lies (airflowKuma.access.callersEnd.manifests).';
const PUSHED =
  'Its repository takes no pull requests: its manifest is in mode push.';

/** Who asks, and whether they may open pull requests for an owner. */
export type Proposer = {
  visible: VisibleEntities;
  audit: Pick<AuditEntry, 'actor' | 'ip' | 'httpRequestId'>;
  mayOpen(owner: string): boolean;
};

type Change = { workload: ReadinessWorkload; manifest: WorkloadManifest };
type Plan = {
  /** By repository and branch. */
  repositories: Change[][];
  byHand: ReadinessPullRequests['byHand'];
};
type Found = Awaited<ReturnType<Manifests['pullRequestOf']>>;

/**
 * Proposes the lists of an owner's workloads to the repositories of their
 * manifests. Keeps nothing: the branch of an owner is always the same, and its
 * host tells what became of it.
 */
export class OwnerPullRequests {
  readonly #options: {
    service: Pick<ReadinessService, 'answer'>;
    inventory: Pick<InventoryReader, 'meshSnapshot'>;
    manifests: Manifests;
    audit: { record(entries: AuditEntry[]): Promise<unknown> };
  };

  readonly #states = new Map<string, { at: number; found: Promise<Found> }>();

  constructor(options: {
    service: Pick<ReadinessService, 'answer'>;
    inventory: Pick<InventoryReader, 'meshSnapshot'>;
    manifests: Manifests;
    audit: { record(entries: AuditEntry[]): Promise<unknown> };
  }) {
    this.#options = options;
  }

  /** How it stands, of every owner with something to list. */
  async list(key: MeshKey, who: Proposer): Promise<ReadinessPullRequests[]> {
    const { owners } = await this.#options.service.answer(key, who.visible);
    const planned = await this.#plans(key, owners);
    return Promise.all(
      planned.map(async ({ owner, plan }) => ({
        owner,
        mayOpen: who.mayOpen(owner),
        repositories: await Promise.all(
          plan.repositories.map(changes => this.#look(key, owner, changes)),
        ),
        byHand: plan.byHand,
      })),
    );
  }

  /** Opens what is not open yet; what is open and right is only told. */
  async open(
    key: MeshKey,
    owner: string,
    who: Proposer,
  ): Promise<ReadinessPullRequests> {
    const { owners } = await this.#options.service.answer(key, who.visible);
    const [found] = await this.#plans(
      key,
      owners.filter(each => each.owner === owner),
    );
    if (!found) {
      throw new NotFoundError(`No workload of ${owner} has anything to list`);
    }
    if (!who.mayOpen(owner)) {
      throw new NotAllowedError(
        `Only a member of ${
          owner || 'its owner'
        } or an administrator opens these`,
      );
    }
    const { repositories, byHand } = found.plan;
    const opened: ReadinessRepository[] = [];
    for (const changes of repositories) {
      const { repository, problems } = await this.#propose(
        key,
        owner,
        changes,
        who,
      );
      opened.push(repository);
      byHand.push(...problems);
    }
    return { owner, mayOpen: true, repositories: opened, byHand };
  }

  async #plans(
    key: MeshKey,
    owners: ReadinessOwner[],
  ): Promise<{ owner: string; plan: Plan }[]> {
    const snapshot = await this.#options.inventory.meshSnapshot(key);
    const proxies = new Map(
      snapshot?.dataplanes.map(proxy => [proxy.name, proxy]),
    );
    return owners.flatMap(({ owner, workloads }) => {
      const plan: Plan = { repositories: [], byHand: [] };
      const places = new Map<string, Change[]>();
      for (const workload of workloads) {
        if (workload.added.length === 0) continue;
        const proxy = proxies.get(workload.dataplane);
        const manifest =
          proxy &&
          workloadOf(key, proxy, this.#options.manifests.known).manifest;
        if (!manifest || manifest.mode === 'push') {
          const reason = manifest ? PUSHED : NO_MANIFEST;
          plan.byHand.push({ workload: workload.name, reason });
          continue;
        }
        const place = `${manifest.repository} ${manifest.branch}`;
        const changes = places.get(place) ?? [];
        places.set(place, [...changes, { workload, manifest }]);
      }
      plan.repositories.push(...places.values());
      return plan.repositories.length + plan.byHand.length > 0
        ? [{ owner, plan }]
        : [];
    });
  }

  async #look(
    key: MeshKey,
    owner: string,
    changes: Change[],
  ): Promise<ReadinessRepository> {
    const { branch } = wordsOf(key, owner);
    const common = commonOf(changes);
    try {
      const found = await this.#stateOf(changes[0].manifest, branch);
      return found
        ? { ...common, state: found.state, reference: found.address }
        : { ...common, state: 'none' };
    } catch (error) {
      return { ...common, state: 'unknown', problem: sentence(error) };
    }
  }

  /** Pages ask every few seconds; a host is asked once a minute. */
  #stateOf(manifest: WorkloadManifest, branch: string): Promise<Found> {
    const key = `${manifest.repository} ${branch}`;
    const known = this.#states.get(key);
    if (known && Date.now() - known.at < KEEP_MILLISECONDS) return known.found;
    const found = this.#options.manifests.pullRequestOf(manifest, branch);
    this.#states.set(key, { at: Date.now(), found });
    // A failure is not remembered: who comes next sees a host that is back.
    found.catch(() => this.#states.delete(key));
    return found;
  }

  async #propose(
    key: MeshKey,
    owner: string,
    changes: Change[],
    who: Proposer,
  ): Promise<{
    repository: ReadinessRepository;
    problems: ReadinessPullRequests['byHand'];
  }> {
    const words = wordsOf(
      key,
      owner,
      changes.map(({ workload }) => workload),
    );
    const common = commonOf(changes);
    const { repository } = changes[0].manifest;
    this.#states.delete(`${repository} ${words.branch}`);
    try {
      const answer = await this.#options.manifests.proposeTogether(
        changes.map(({ workload, manifest }) => ({
          manifest,
          change: { add: workload.added, remove: [], ours: false },
        })),
        words,
      );
      const problems = answer.problems.flatMap((problem, index) =>
        problem
          ? [{ workload: changes[index].workload.name, reason: `${problem}.` }]
          : [],
      );
      const { reference } = answer;
      if (reference && answer.isNew) {
        await this.#options.audit.record([
          {
            ...who.audit,
            action: 'readiness.pull-request.opened',
            subject: `${key.controlPlane}/${key.mesh} ${owner}`,
            after: {
              reference,
              repository,
              workloads: changes
                .filter((_, index) => !answer.problems[index])
                .map(({ workload, manifest }) => ({
                  workload: workload.name,
                  path: manifest.path,
                  added: workload.added,
                })),
            },
          },
        ]);
      }
      return {
        repository: reference
          ? { ...common, state: 'open', reference }
          : { ...common, state: 'none', problem: whyNone(problems, changes) },
        problems,
      };
    } catch (error) {
      return {
        repository: { ...common, state: 'unknown', problem: sentence(error) },
        problems: [],
      };
    }
  }
}

function whyNone(
  problems: ReadinessPullRequests['byHand'],
  changes: Change[],
): string {
  return problems.length === changes.length
    ? 'No manifest there can be changed by the portal.'
    : 'The manifests there hold it already; they have still to be rolled out.';
}

function commonOf(
  changes: Change[],
): Pick<ReadinessRepository, 'repository' | 'workloads'> {
  return {
    repository: changes[0].manifest.repository,
    workloads: [...new Set(changes.map(({ workload }) => workload.name))],
  };
}

function sentence(error: unknown): string {
  const { message } = error as Error;
  return message.endsWith('.') ? message : `${message}.`;
}
