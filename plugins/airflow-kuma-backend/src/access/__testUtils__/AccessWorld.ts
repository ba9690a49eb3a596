import {
  AccessObstacle,
  createEvaluator,
  Dag,
  dagEntityRef,
  DagIdentity,
  Edge,
  MeshSnapshot,
  Proxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { AuditStore } from '../../audit';
import {
  calls,
  dag,
  kumaSource,
  service,
} from '../../graph/__testUtils__/facts';
import { FakeInventory } from '../../graph/__testUtils__/FakeInventory';
import {
  dataplane,
  meshService,
  meshSnapshot,
} from '../../graph/__testUtils__/resources';
import { EdgeReader } from '../../graph/EdgeReader';
import { dagsOnIdentity } from '../../graph/queries/dagsOnIdentity';
import { AccessContext } from '../AccessContext';
import { CampaignNoticeStore } from '../campaigns/CampaignNoticeStore';
import { CampaignStore } from '../campaigns/CampaignStore';
import { readAccessConfig } from '../config';
import { DriverRegistry } from '../drivers/DriverRegistry';
import { KumaApiDriver } from '../drivers/KumaApiDriver';
import { AccessEventName, AccessEvents } from '../events/AccessEvents';
import { MeshViews } from '../policies';
import { Reconciler } from '../reconcile/Reconciler';
import { previewRequest } from '../requests/previewRequest';
import { ShadowDiffs } from '../shadow/ShadowDiffs';
import { nameInRef } from '../people/nameOfEntity';
import type { Manifests } from '../callersEnd/manifests';
import {
  AccessFigures,
  AccessStore,
  CallersEndStore,
  Leases,
  PolicyStore,
} from '../store';
import { AccessRecord, Caller } from '../types';
import { FakeControlPlane } from './FakeControlPlane';
import { silentLogger } from './silentLogger';

export const ANN = 'user:default/ann';
export const BEN = 'user:default/ben';
export const EVE = 'user:default/eve';
export const PLATFORM = 'group:default/platform';

/** Groups of the world: who is in them. */
const MEMBERS: Record<string, string[]> = {
  [PLATFORM]: [BEN, EVE, 'user:default/pat'],
  'group:default/data': [ANN],
  'group:default/security': ['user:default/sam', 'user:default/sue'],
};

/** Config says of no workload where its manifest lies. */
const NO_MANIFESTS: Manifests = {
  known: [],
  find: () => undefined,
  preview: async () => ({ problem: 'none is known' }),
  propose: async () => ({ problem: 'none is known' }),
  proposeTogether: async () => ({ problems: [], isNew: false }),
  pullRequestOf: async () => undefined,
  stateOf: async () => 'open',
  close: async () => {},
};

/** Workloads of the world, in a mesh with identities and without permissions. */
export function plainMesh(): MeshSnapshot {
  const workloads = ['orders', 'billing', 'payments', 'ledger'];
  return meshSnapshot({
    dataplanes: workloads.map(dataplane),
    meshServices: workloads.map(meshService),
  });
}

/** DAGs `orders` and `billing` as their own workloads; services `payments` and `ledger`. */
export class AccessWorld {
  readonly inventory = new FakeInventory();
  readonly controlPlane: FakeControlPlane;
  readonly context: AccessContext;
  readonly events: { name: AccessEventName; id: string; detail?: string }[] =
    [];
  readonly hurried: string[] = [];
  reconciler: Reconciler;
  edges: Edge[] = [];
  obstacles: AccessObstacle[] = [];
  identities: Record<string, DagIdentity[]> = {};
  hidden = new Set<string>();
  time = Date.parse('2026-11-23T01:00:00Z');
  private shown: MeshSnapshot;
  private readAt: string;

  constructor(
    database: Knex,
    config: JsonObject = {},
    mesh: MeshSnapshot | FakeControlPlane = plainMesh(),
  ) {
    this.controlPlane =
      mesh instanceof FakeControlPlane ? mesh : new FakeControlPlane(mesh);
    this.inventory.dagFacts = ['orders', 'billing'].map(id =>
      dag(id, { ...calls('payments'), dataDomain: 'shop' }),
    );
    this.inventory.serviceFacts = ['payments', 'ledger'].map(name =>
      service(name, { dataDomain: 'finance' }),
    );
    this.shown = structuredClone(this.controlPlane.snapshot);
    this.readAt = new Date(this.time).toISOString();
    const now = () => new Date(this.time);
    const logger = silentLogger();
    const drivers = new DriverRegistry({});
    const clients = new Map([['eu', this.controlPlane.client()]]);
    const leases = new Leases(database, 300);
    drivers.add(new KumaApiDriver(clients));
    this.context = {
      config: readAccessConfig(
        new ConfigReader({ airflowKuma: { access: config } }),
      ),
      store: new AccessStore(database, now),
      figures: new AccessFigures(database),
      policies: new PolicyStore(database),
      callersEnds: new CallersEndStore(database, now),
      manifests: NO_MANIFESTS,
      leases,
      campaigns: new CampaignStore(database),
      notices: new CampaignNoticeStore(database),
      audit: new AuditStore(database, now),
      inventory: Object.assign(this.inventory, {
        meshSnapshot: async () => ({ ...this.shown, revision: this.readAt }),
        revision: async () => Date.parse(this.readAt),
        proxies: async () => this.proxies(),
        sources: async () => [kumaSource({ lastSuccess: this.readAt })],
      }),
      edges: this.edgeReader(),
      dagsOnIdentity: query =>
        dagsOnIdentity(
          {
            inventory: this.inventory,
            identify: dags =>
              new Map(dags.map(fact => [fact.ref, this.identitiesOf(fact)])),
          },
          query,
        ),
      obstacles: { of: async () => this.obstacles },
      urgency: {
        refresh: async () => {},
        hurry: async source => {
          this.hurried.push(source.name);
        },
      },
      visibility: {
        of: async () => ({ has: ref => !this.hidden.has(ref), key: '' }),
      },
      people: {
        membersOf: async ref =>
          MEMBERS[ref] ?? (ref.startsWith('user:') ? [ref] : undefined),
        namesOf: async () => ref => `the ${nameInRef(ref)}`,
      },
      drivers,
      views: new MeshViews(),
      shadows: new ShadowDiffs({ clients, leases, pauseMilliseconds: 1 }),
      events: new AccessEvents(logger),
      logger,
      now,
    };
    this.context.events.listen((name, record, detail) => {
      this.events.push({ name, id: record.id, ...(detail && { detail }) });
    });
    this.reconciler = new Reconciler(this.context);
  }

  /** A person with the groups that the world knows. */
  caller(user: string): Caller {
    return {
      credentials: {
        $$type: '@backstage/BackstageCredentials',
        principal: { type: 'user', userEntityRef: user },
      },
      user,
      ownershipRefs: [
        user,
        ...Object.keys(MEMBERS).filter(group => MEMBERS[group].includes(user)),
      ],
      audit: { actor: user, ip: '127.0.0.1' },
    };
  }

  input(dagId = 'orders', to = 'payments', more: object = {}) {
    return {
      source: { kind: 'dag' as const, ref: this.dagRef(dagId) },
      destination: {
        kind: 'service' as const,
        ref: this.serviceRef(to),
        port: 80,
      },
      reason: 'Nightly settlement needs it',
      duration: 'P7D',
      ...more,
    };
  }

  dagRef(dagId: string): string {
    return this.inventory.dagFacts.find(fact => fact.dagId === dagId)!.ref;
  }

  serviceRef(name: string): string {
    return this.inventory.serviceFacts.find(fact => fact.name === name)!.ref;
  }

  /** Time goes on and upstreams are read again. */
  sync(seconds = 5): void {
    this.time += seconds * 1000;
    this.controlPlane.refresh();
    this.shown = structuredClone(this.controlPlane.snapshot);
    this.readAt = new Date(this.time).toISOString();
  }

  /** Reconciles and reads until nothing is on its way any more. */
  async settle(passes = 6): Promise<void> {
    for (let pass = 0; pass < passes; pass++) {
      await this.reconciler.pass();
      this.sync();
    }
    await this.reconciler.pass();
  }

  /** What real proxies would decide now, for this workload. */
  allows(workload: string, to: string): boolean {
    const evaluator = createEvaluator(this.controlPlane.snapshot);
    const source = evaluator.identityOf(workload);
    const { verdict } = evaluator.evaluateService(source, {
      kind: 'MeshService',
      name: to,
      port: 80,
    });
    return verdict.enforced === 'allow';
  }

  preview(dagId: string, to: string) {
    return previewRequest(
      this.context,
      this.caller(ANN),
      this.input(dagId, to),
    );
  }

  async record(id: string): Promise<AccessRecord> {
    return this.context.store.get(id);
  }

  async actions(id: string): Promise<string[]> {
    return (await this.context.audit.ofRequest(id)).map(
      record => record.action,
    );
  }

  private proxies(): Proxy[] {
    return this.shown.dataplanes.map(({ name }) => ({
      controlPlane: 'eu',
      mesh: 'default',
      name,
      labels: {},
      status: 'online',
      uriSans: [],
      sync: {
        lastUpdate: this.readAt,
        sent: this.time / 1000,
        acknowledged: this.time / 1000,
        rejected: 0,
      },
    }));
  }

  private edgeReader(): EdgeReader {
    return {
      edges: async () => this.edges,
      edgesOfDag: async ref => this.edges.filter(edge => edge.dag === ref),
      edgesOfService: async ref =>
        this.edges.filter(edge => edge.service === ref),
      identitiesOf: async ref => {
        const fact = this.inventory.dagFacts.find(item => item.ref === ref);
        return fact ? this.identitiesOf(fact) : [];
      },
      mayCall: async () => ({
        dags: [],
        unknown: 0,
        callers: {
          identities: { total: 0, listed: [] },
          named: { total: 0, listed: [] },
          everybody: false,
          withoutCertificate: false,
        },
      }),
      enforcementOf: async () => undefined,
    };
  }

  /** Unless told otherwise a DAG runs as the workload of its name. */
  private identitiesOf(fact: Dag): DagIdentity[] {
    const known = this.identities[dagEntityRef(fact.instance, fact.dagId)];
    if (known) return known;
    const { uriSans } = createEvaluator(this.shown).identityOf(fact.dagId);
    return [
      {
        state: uriSans.length > 0 ? 'live' : 'not-live',
        reason: '',
        controlPlane: 'eu',
        mesh: 'default',
        uriSans,
        proxies: [fact.dagId],
        sharedWith: [],
        sharedBy: 1,
      },
    ];
  }
}
