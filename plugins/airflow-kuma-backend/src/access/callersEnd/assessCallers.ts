import {
  Evaluator,
  KumaResource,
  MeshSnapshot,
  WayOut,
  WayOutCode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MeshPlace } from '../AccessContext';
import { identityKey, MeshView } from '../policies';
import { ResolvedAccess } from '../types';
import { WorkloadManifest } from './manifests/readManifests';
import { EntryAnswer, entryFor, ReachEntry, sameEntry } from './reach';
import { WorkloadId, workloadOf } from './workloadOf';

/** Such a proxy only takes calls: its tasks call past the mesh, if at all. */
const ONLY_TAKES_CALLS: WayOutCode = 'no-outbounds';

/** How a workload of the source can reach what is asked for. */
export type CallerWorkload = WorkloadId & {
  state: 'open' | 'closed' | 'unknown';
  /** The evaluator's sentence about the worst of it. */
  reason: string;
  /** Those that the state is about. */
  proxies: KumaResource[];
  /** What closed ones lack, and for which services (entity refs). */
  entries: { entry: ReachEntry; services: string[] }[];
  notes: string[];
  /** Why some of it is opened by no setting of the workload. */
  elsewhere: string[];
};

/** The caller's end of a request, as the mesh was last read. */
export type CallersAssessment = {
  /** Proxies with an identity of the source. */
  total: number;
  /** Why nothing is called through any of them, where that is so. */
  onlyTakeCalls?: string;
  workloads: CallerWorkload[];
};

/** Judges the caller's end. Compiles little: the same question is asked once. */
export class CallersAssessor {
  private readonly entries = new Map<string, EntryAnswer>();
  private readonly waysOut = new Map<string, WayOut>();
  private readonly workloads = new Map<string, WorkloadId>();
  private readonly templates = new Map<string, number>();
  private readonly templateIds = new Map<string, number>();
  private readonly byName: Map<string, KumaResource>;

  constructor(
    private readonly place: MeshPlace,
    private readonly view: MeshView,
    private readonly manifests: WorkloadManifest[],
  ) {
    this.byName = new Map(
      view.snapshot.dataplanes.map(proxy => [proxy.name, proxy]),
    );
  }

  get snapshot(): MeshSnapshot {
    return this.view.snapshot;
  }

  get evaluator(): Evaluator {
    return this.view.evaluator;
  }

  /** Proxies that show one of these identities. */
  proxiesOf(identities: ResolvedAccess['identities']): KumaResource[] {
    return identities.flatMap(({ uriSans }) =>
      (
        this.view.identities.get(identityKey(uriSans))?.dataplanes ?? []
      ).flatMap(name => this.byName.get(name) ?? []),
    );
  }

  workloadOf(proxy: KumaResource): WorkloadId {
    return remember(this.workloads, proxy.name, () =>
      workloadOf(this.place, proxy, this.manifests),
    );
  }

  assess({
    identities,
    targets,
  }: Pick<ResolvedAccess, 'identities' | 'targets'>): CallersAssessment {
    const proxies = this.proxiesOf(identities);
    const judged = proxies.map(proxy => ({
      proxy,
      ways: targets.map(target => ({
        target,
        wayOut: this.wayOut(proxy, target),
      })),
    }));
    const ways = judged.flatMap(each => each.ways);
    if (
      ways.length > 0 &&
      ways.every(({ wayOut }) => wayOut.code === ONLY_TAKES_CALLS)
    ) {
      return {
        total: proxies.length,
        onlyTakeCalls: ways[0].wayOut.reason,
        workloads: [],
      };
    }
    const groups = new Map<string, { id: WorkloadId; judged: Judged[] }>();
    for (const each of judged) {
      const id = this.workloadOf(each.proxy);
      const group = groups.get(id.key) ?? { id, judged: [] };
      group.judged.push(each);
      groups.set(id.key, group);
    }
    return {
      total: proxies.length,
      workloads: [...groups.values()].map(group =>
        this.workload(group.id, group.judged),
      ),
    };
  }

  /** As open as its least open proxy: a task can run beside any of them. */
  private workload(id: WorkloadId, judged: Judged[]): CallerWorkload {
    const of = (state: string) =>
      judged.filter(({ ways }) =>
        ways.some(({ wayOut }) => wayOut.state === state),
      );
    const closed = of('closed');
    const unknown = of('unknown');
    const [state, about] =
      (closed.length > 0 && (['closed', closed] as const)) ||
      (unknown.length > 0 && (['unknown', unknown] as const)) ||
      (['open', judged] as const);
    const reason =
      about
        .flatMap(({ ways }) => ways)
        .find(({ wayOut }) => wayOut.state === state)?.wayOut.reason ?? '';
    const found: CallerWorkload = {
      ...id,
      state,
      reason,
      proxies: about.map(({ proxy }) => proxy),
      entries: [],
      notes: [],
      elsewhere: [],
    };
    for (const { proxy, ways } of closed) {
      for (const { target, wayOut } of ways) {
        if (wayOut.state === 'closed') this.collect(found, proxy, target);
      }
    }
    return found;
  }

  private collect(
    found: CallerWorkload,
    proxy: KumaResource,
    target: Target,
  ): void {
    const answer = this.entryFor(proxy, target);
    if (!answer.entry) {
      if (!found.elsewhere.includes(answer.reason))
        found.elsewhere.push(answer.reason);
      return;
    }
    const { entry, note } = answer;
    const known = found.entries.find(other => sameEntry(other.entry, entry));
    if (!known) found.entries.push({ entry, services: [target.ref] });
    else if (!known.services.includes(target.ref))
      known.services.push(target.ref);
    if (note && !found.notes.includes(note)) found.notes.push(note);
  }

  private entryFor(proxy: KumaResource, target: Target) {
    return remember(this.entries, this.questionOf(proxy, target), () =>
      entryFor(this.snapshot, proxy, target),
    );
  }

  private wayOut(proxy: KumaResource, target: Target): WayOut {
    return remember(this.waysOut, this.questionOf(proxy, target), () =>
      this.evaluator.wayOut(proxy.name, target),
    );
  }

  /** Pods of one template are alike, and so is where they can go. */
  private questionOf(
    proxy: KumaResource,
    { kind, name, port }: Target,
  ): string {
    const template = remember(this.templates, proxy.name, () => {
      const { networking, labels } = proxy as {
        networking?: Record<string, unknown>;
        labels?: Record<string, string>;
      };
      const text = JSON.stringify([
        networking?.outbound,
        networking?.transparentProxying,
        labels?.['kuma.io/zone'],
        labels?.['k8s.kuma.io/namespace'],
      ]);
      return remember(this.templateIds, text, () => this.templateIds.size);
    });
    return `${template} ${kind} ${name} ${port}`;
  }
}

type Target = ResolvedAccess['targets'][number];

function remember<T>(known: Map<string, T>, key: string, find: () => T): T {
  let value = known.get(key);
  if (value === undefined) {
    value = find();
    known.set(key, value);
  }
  return value;
}

type Judged = {
  proxy: KumaResource;
  ways: {
    target: Target;
    wayOut: WayOut;
  }[];
};
