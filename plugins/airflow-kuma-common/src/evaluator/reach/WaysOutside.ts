import ipaddr from 'ipaddr.js';
import { InboundModel, ProxyModel } from '../mesh';
import { comparePolicies, PolicyModel, readPolicy, selects } from '../policies';
import {
  isRecord,
  readArray,
  readNumber,
  readRecord,
  readString,
} from '../read';
import { MeshSnapshot, OutsideDestination } from '../types';
import { CompiledMesh } from '../verdict';
import { closesUnlisted } from './closesUnlisted';
import { WayOut } from './types';
import { closed, open, unknown } from './wayOutOf';

/** What else a match may be lets nothing out that we could name. */
const KNOWN_TYPES = new Set(['Domain', 'IP', 'CIDR']);

/** What lets a transparent proxy's application out of the mesh. */
type Passthrough = {
  mode: 'All' | 'None' | 'Matched';
  matches: Match[];
  /** Names of the policies, the strongest last; empty where none selects it. */
  policies: string[];
};

type Match = {
  type: string;
  value: string;
  port?: number;
  protocol: string;
};

/**
 * Says where the proxies of a mesh let their applications go outside of it:
 * what no service of the mesh stands for. Follows `meshpassthrough` of Kuma
 * 2.14.3 (read, not measured): once a policy selects a proxy, the flag of the
 * Mesh is ignored; matches of all policies add up, the strongest mode counts.
 */
export class WaysOutside {
  private readonly policies: PolicyModel[];
  private readonly known = new Map<string, Passthrough>();

  constructor(
    private readonly mesh: Pick<
      CompiledMesh,
      'snapshot' | 'capabilities' | 'proxies' | 'dataplanes'
    >,
  ) {
    this.policies = (mesh.snapshot.meshPassthroughs ?? [])
      .filter(isRecord)
      .map(resource => readPolicy(resource as never))
      .filter(({ reference }) => !reference.shadow)
      .sort(comparePolicies);
  }

  /** The way out of a proxy to something outside of the mesh. */
  of(dataplane: string, destination: OutsideDestination): WayOut {
    const proxy = this.mesh.proxies.get(dataplane);
    if (!proxy) {
      return unknown('no-such-proxy', `There is no proxy ${dataplane}.`);
    }
    const { displayName } = proxy;
    if (!this.isTransparent(dataplane)) {
      return open(
        'not-captured',
        `${displayName} has no transparent proxying, so what its application calls outside of the mesh does not pass it.`,
      );
    }
    if (!this.isRead()) {
      return unknown(
        'not-told',
        `Which MeshPassthrough selects ${displayName} was not read.`,
      );
    }
    const { mode, matches, policies } = this.passthroughOf(proxy);
    if (policies.length === 0) return this.unselected(proxy);
    const by = policies[policies.length - 1];
    if (mode === 'All') {
      return open(
        'passthrough',
        `${by} lets ${displayName} out to everything.`,
      );
    }
    if (mode === 'None') {
      return closed(
        'no-passthrough',
        `${by} lets ${displayName} out to nothing.`,
      );
    }
    return this.matched(proxy, destination, { matches, by });
  }

  /** Whether nothing at all outside of the mesh is open to a proxy. */
  isShut(dataplane: string): boolean {
    const proxy = this.mesh.proxies.get(dataplane);
    if (!proxy || !this.isTransparent(dataplane)) return false;
    if (!this.isRead()) return false;
    const { mode, matches, policies } = this.passthroughOf(proxy);
    if (policies.length === 0) return this.unselected(proxy).state === 'closed';
    return mode === 'None' || (mode === 'Matched' && matches.length === 0);
  }

  private matched(
    { displayName }: ProxyModel,
    destination: OutsideDestination,
    { matches, by }: { matches: Match[]; by: string },
  ): WayOut {
    const fitting = matches.filter(match => fitsPort(match, destination));
    const found = fitting.find(match => fits(match, destination));
    if (found) {
      return open(
        'matched',
        `MeshPassthrough lets ${displayName} out to ${found.value}.`,
      );
    }
    const { host, ip } = destination;
    const isOpenToSome = fitting.some(({ type }) =>
      type === 'Domain' ? host === undefined : ip === undefined,
    );
    const name = host ?? ip ?? 'it';
    return isOpenToSome
      ? unknown(
          'not-told',
          `${by} lets ${displayName} out to ${
            ip === undefined ? 'addresses' : 'names'
          }, and whether ${name} is one of them cannot be told.`,
        )
      : closed(
          'not-matched',
          `${by} does not let ${displayName} out to ${name}.`,
        );
  }

  /** No policy selects the proxy: the Mesh, or the control plane, decides. */
  private unselected({ displayName }: ProxyModel): WayOut {
    const { snapshot, capabilities } = this.mesh;
    const isRestricted = closesUnlisted(this.mesh);
    if (isRestricted === 'unknown') {
      return unknown(
        'not-told',
        `No MeshPassthrough selects ${displayName}, and the control plane does not tell whether it then closes the way out of the mesh.`,
      );
    }
    if (isRestricted) {
      return closed(
        'restricted',
        `No MeshPassthrough selects ${displayName}, and the control plane closes what none lets out (restrictOutbound).`,
      );
    }
    return capabilities.legacy && hasPassthroughOff(snapshot)
      ? closed(
          'no-passthrough',
          'The Mesh says networking.outbound.passthrough: false.',
        )
      : open(
          'passthrough',
          `Nothing keeps ${displayName} from leaving the mesh.`,
        );
  }

  private passthroughOf(proxy: ProxyModel): Passthrough {
    const known = this.known.get(proxy.name);
    if (known) return known;
    const made: Passthrough = { mode: 'Matched', matches: [], policies: [] };
    for (const policy of this.policies) {
      if (!selectsAny(policy, proxy, this.mesh.capabilities)) continue;
      const conf = readRecord(readRecord(policy.resource.spec).default);
      const mode = readString(conf.passthroughMode);
      if (mode === 'All' || mode === 'None' || mode === 'Matched') {
        made.mode = mode;
      }
      made.matches.push(
        ...readArray(conf.appendMatch)
          .map(readMatch)
          .filter(({ type }) => KNOWN_TYPES.has(type)),
      );
      made.policies.push(policy.displayName);
    }
    this.known.set(proxy.name, made);
    return made;
  }

  private isRead(): boolean {
    const { meshPassthroughs, unread = [] } = this.mesh.snapshot;
    return (
      meshPassthroughs !== undefined &&
      unread.every(({ kind }) => kind !== 'MeshPassthrough')
    );
  }

  private isTransparent(dataplane: string): boolean {
    const { transparentProxying } = readRecord(
      this.mesh.dataplanes.get(dataplane)?.networking,
    );
    return isRecord(transparentProxying);
  }
}

/** A policy for proxies selects one that has no inbound, too. */
function selectsAny(
  policy: PolicyModel,
  proxy: ProxyModel,
  capabilities: CompiledMesh['capabilities'],
): boolean {
  const inbounds: InboundModel[] = proxy.inbounds.length
    ? proxy.inbounds
    : [
        {
          proxy,
          kind: 'inbound',
          section: '',
          workload: '',
          tags: proxy.gateway?.tags ?? proxy.labels,
        },
      ];
  return inbounds.some(inbound => selects(policy, inbound, capabilities));
}

function hasPassthroughOff({ mesh }: MeshSnapshot): boolean {
  const spec = isRecord(mesh.spec) ? readRecord(mesh.spec) : mesh;
  const { outbound } = readRecord(spec.networking);
  return readRecord(outbound).passthrough === false;
}

function readMatch(value: unknown): Match {
  const match = readRecord(value);
  return {
    type: readString(match.type) ?? '',
    value: readString(match.value) ?? '',
    port: readNumber(match.port),
    protocol: readString(match.protocol) ?? 'tcp',
  };
}

function fitsPort({ port, protocol }: Match, to: OutsideDestination): boolean {
  return (
    (port === undefined || to.port === undefined || port === to.port) &&
    (to.protocol === undefined ||
      protocol === 'tcp' ||
      protocol === to.protocol)
  );
}

function fits({ type, value }: Match, { host, ip }: OutsideDestination) {
  if (type === 'Domain') {
    return host !== undefined && isDomain(value, host);
  }
  return ip !== undefined && isAddress(value, ip);
}

function isDomain(pattern: string, host: string): boolean {
  const [wanted, name] = [pattern.toLowerCase(), host.toLowerCase()];
  return wanted.startsWith('*.')
    ? name.endsWith(wanted.slice(1)) && name.length > wanted.length - 1
    : wanted === name;
}

/** Whether an address is one, or is in a range; what is neither is not. */
function isAddress(value: string, ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  if (ipaddr.isValid(value)) {
    return ipaddr.process(value).toString() === address.toString();
  }
  if (!ipaddr.isValidCIDR(value)) return false;
  const [range, bits] = ipaddr.parseCIDR(value);
  return range.kind() === address.kind() && address.match(range, bits);
}
