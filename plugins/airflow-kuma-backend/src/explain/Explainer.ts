import {
  borrowedIdentities,
  DagIdentity,
  DestinationServicePort,
  IdentityProxy,
  KumaResource,
  MeshSnapshot,
  Proxy,
  ProxyIdentity,
  refFor,
  servicesOfKind,
  ServicePort,
  ServiceVerdict,
  worstCall,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError, NotFoundError } from '@backstage/errors';
import uniqBy from 'lodash/uniqBy';
import { z } from 'zod';
import { permittedFacet } from '../graph/edges/permittedFacet';
import { FactsReader } from '../graph/facts/FactsReader';
import { GraphFacts, meshId, MeshJudge } from '../graph/facts/GraphFacts';
import { DagFact, InventoryReader, ServiceFact } from '../sync/InventoryReader';
import { ExplainFacts, ProxyFacts, ProxyVersion } from './ExplainFacts';
import { compareLayout } from './layout/compareLayout';
import { LayoutReader } from './layout/LayoutReader';

/** Proxies that a control plane is asked about, of those that let out to the same one. */
const PROXIES_ASKED = 3;
/** Proxies of one side that are looked at one by one. */
const PROXIES_SHOWN = 20;

const versionSchema = z.looseObject({
  status: z.enum(['online', 'offline', 'partially-degraded', 'unknown']),
  since: z.string().optional(),
  certificate: z
    .looseObject({
      expires: z.string().optional(),
      lastRegeneration: z.string().optional(),
      regenerations: z.number().optional(),
      issuer: z.string().optional(),
    })
    .optional(),
});

export type ExplainQuestion = {
  source: string;
  destination: string;
  port?: number;
};

/** Reads what an explanation rests on. */
export class Explainer {
  readonly #options: {
    inventory: InventoryReader;
    reader: FactsReader;
    /** The rules of config, held against some proxies. */
    identify: (
      dags: DagFact[],
      proxies: IdentityProxy[],
    ) => Map<string, DagIdentity[]>;
    /** Absent: no control plane is asked. */
    layouts?: LayoutReader;
    now?: () => Date;
  };

  constructor(options: {
    inventory: InventoryReader;
    reader: FactsReader;
    identify: (
      dags: DagFact[],
      proxies: IdentityProxy[],
    ) => Map<string, DagIdentity[]>;
    layouts?: LayoutReader;
    now?: () => Date;
  }) {
    this.#options = options;
  }

  async facts(question: ExplainQuestion): Promise<ExplainFacts> {
    const { inventory, reader } = this.#options;
    const { facts } = await reader.read();
    const dag = facts.dags.find(({ ref }) => ref === question.source);
    const service = facts.services.find(
      ({ ref }) => ref === question.destination,
    );
    if (!dag) throw new NotFoundError(`No DAG ${question.source}`);
    if (!service) throw new NotFoundError(`No service ${question.destination}`);
    const port = portOf(service, question.port);
    const judge = facts.judges.get(meshId(service));
    const [proxies, permissions, snapshot] = await Promise.all([
      inventory.proxies(service),
      inventory.permissions(service),
      inventory.meshSnapshot(service),
    ]);
    const all = facts.identities.get(dag.ref) ?? [];
    const identities = all.filter(
      identity => meshIdOf(identity) === meshId(service),
    );
    const source = facts.sources.find(
      ({ kind, name }) => kind === 'kuma' && name === service.controlPlane,
    );
    const destination = destinationOf(service, port);
    const answer = judge && judgeCall(judge, identities, destination);
    const side = (names: Set<string>) =>
      Promise.all(
        proxies
          .filter(({ name }) => names.has(name))
          .slice(0, PROXIES_SHOWN)
          .map(proxy =>
            this.#proxyFacts(proxy, judge, snapshot?.meshIdentities ?? []),
          ),
      );
    const [sourceSide, destinationSide] = await Promise.all([
      side(this.#sourceProxies(dag, service, proxies)),
      side(new Set(service.dataplanes)),
    ]);
    const waysOut = judge
      ? sourceSide.map(({ proxy }) => ({
          proxy: proxy.name,
          wayOut: judge.wayOut(proxy.name, destination),
        }))
      : [];
    return {
      now: (this.#options.now?.() ?? new Date()).toISOString(),
      dag,
      service,
      port,
      mesh: facts.meshes.find(mesh => meshId(mesh) === meshId(service)),
      enforcement: judge?.enforcementOf(destination),
      sources: { airflow: airflowOf(facts, dag), kuma: source },
      identities,
      permitted: permittedFacet({
        identities: all,
        service,
        ports: [port.port],
        judge,
        source,
      }),
      answer,
      waysOut,
      told:
        judge && snapshot
          ? await this.#told({ service, port, judge, snapshot, waysOut })
          : [],
      reference: snapshot && refFor(snapshot, service),
      source: sourceSide,
      destination: destinationSide,
      permissions,
      requests: facts.requests
        .filter(
          request =>
            request.dag === dag.ref &&
            request.service === service.ref &&
            request.port === port.port,
        )
        .map(({ id }) => id),
      borrowed: snapshot && judge ? borrowedIdentities(snapshot, judge) : [],
      liveIdentities: [...new Set(proxies.flatMap(({ uriSans }) => uriSans))],
    };
  }

  /**
   * Proxies that the DAG's rules mean, offline ones included: they are what a
   * person has to look at when none is live.
   */
  #sourceProxies(
    dag: DagFact,
    service: ServiceFact,
    proxies: Proxy[],
  ): Set<string> {
    const asIfLive = proxies.map(proxy => ({
      ...proxy,
      status: 'online' as const,
    }));
    const identities = this.#options.identify([dag], asIfLive).get(dag.ref);
    return new Set(
      identities
        ?.filter(identity => meshIdOf(identity) === meshId(service))
        .flatMap(identity => identity.proxies),
    );
  }

  /** What the control plane itself says, of a few proxies that differ. */
  async #told(options: {
    service: ServiceFact;
    port: ServicePort;
    judge: MeshJudge;
    snapshot: MeshSnapshot;
    waysOut: ExplainFacts['waysOut'];
  }): Promise<ExplainFacts['told']> {
    const { layouts } = this.#options;
    const { service, port, judge, snapshot, waysOut } = options;
    const resource = servicesOfKind(snapshot, service.kind).find(
      ({ name }) => name === service.name,
    );
    if (!layouts || !resource) return [];
    const asked = uniqBy(waysOut, ({ proxy }) => judge.wayOutClass([proxy]));
    const told = await Promise.all(
      asked.slice(0, PROXIES_ASKED).map(async ({ proxy, wayOut }) => {
        const outbounds = await layouts.outbounds(service, proxy);
        const dataplane = snapshot.dataplanes.find(
          ({ name }) => name === proxy,
        );
        return outbounds && dataplane
          ? compareLayout({
              dataplane,
              outbounds,
              wayOut,
              service: resource,
              port: port.port,
            })
          : undefined;
      }),
    );
    return told.flatMap(each => each ?? []);
  }

  async #proxyFacts(
    proxy: Proxy,
    judge: MeshJudge | undefined,
    meshIdentities: ProxyFacts['issuer'][],
  ): Promise<ProxyFacts> {
    const { controlPlane, mesh, name } = proxy;
    const identity: ProxyIdentity = judge?.identityOf(name) ?? {
      dataplane: name,
      uriSans: proxy.uriSans,
      kind: 'none',
    };
    const versions = await this.#options.inventory.history({
      controlPlane,
      mesh,
      kind: 'proxy',
      name,
    });
    const issuer = meshIdentities.find(
      resource =>
        identity.issuer !== undefined &&
        [resource?.kri, resource?.name].includes(identity.issuer),
    );
    const issuerVersions = issuer
      ? await this.#options.inventory.history({
          controlPlane,
          mesh,
          kind: 'identity',
          name: issuer.name,
        })
      : [];
    return {
      proxy,
      identity,
      issuer,
      issuerHistory: issuerVersions.map(({ validFrom, validTo, data }) => ({
        validFrom,
        validTo,
        resource: data as KumaResource,
      })),
      history: versions.flatMap(
        ({ validFrom, validTo, data }): ProxyVersion[] => {
          const parsed = versionSchema.safeParse(data);
          return parsed.success
            ? [{ validFrom, validTo, proxy: parsed.data }]
            : [];
        },
      ),
    };
  }
}

/** The verdict of the identity that fares worst, as the permitted facet has it. */
function judgeCall(
  judge: MeshJudge,
  identities: DagIdentity[],
  destination: DestinationServicePort,
): ServiceVerdict | undefined {
  const known = identities.filter(({ uriSans }) => uriSans.length > 0);
  const answers = (known.length ? known : [{ uriSans: [] }]).map(
    ({ uriSans }) => judge.evaluateService({ uriSans }, destination),
  );
  const { answer: worst } = worstCall(
    answers.map(answer => ({ outcome: answer.verdict.enforced, answer })),
  );
  // Without an identity only "nothing is enforced" is an answer for this DAG.
  return known.length || worst.verdict.enforced === 'not-enforced'
    ? worst
    : undefined;
}

function destinationOf(
  { kind, name }: ServiceFact,
  { port }: ServicePort,
): DestinationServicePort {
  return { kind, name, port: port || undefined };
}

function portOf(service: ServiceFact, wanted?: number): ServicePort {
  if (wanted === undefined) {
    return service.ports[0] ?? { port: 0, protocol: 'tcp' };
  }
  const found = service.ports.find(({ port }) => port === wanted);
  if (found) return found;
  const known = service.ports.map(({ port }) => port).join(', ');
  throw new InputError(
    `${service.displayName} has no port ${wanted}; it has ${known || 'none'}`,
  );
}

function airflowOf(facts: GraphFacts, dag: DagFact) {
  return facts.sources.find(
    ({ kind, name }) => kind === 'airflow' && name === dag.instance,
  );
}

function meshIdOf({ controlPlane, mesh }: DagIdentity): string {
  return `${controlPlane}/${mesh}`;
}
