import { LABEL } from '../mesh';
import {
  isRecord,
  readArray,
  readRecord,
  readString,
  readTexts,
  Texts,
} from '../read';
import { KumaResource, PolicyReference } from '../types';
import { readMatches, RuleModel } from './rule';

/** A top-level `targetRef`. */
export type TargetModel = {
  kind: string;
  name?: string;
  namespace?: string;
  sectionName?: string;
  /** Absent is not the same as empty: see `CompareDataplaneKind` in Kuma. */
  labels?: Texts;
  tags: Texts;
  proxyTypes: string[];
};

/** An item of `spec.from`. */
export type FromModel = {
  index: number;
  /** Key and value pairs that a caller must have; absent where not readable. */
  tags?: [string, string][];
  /** Kind and name in words. */
  text: string;
  action?: string;
};

/** A MeshTrafficPermission (or another policy with a targetRef), read once. */
export type PolicyModel = {
  resource: KumaResource;
  reference: PolicyReference;
  displayName: string;
  mesh?: string;
  origin?: string;
  zone?: string;
  namespace?: string;
  role: string;
  target: TargetModel;
  rules: RuleModel[];
  from: FromModel[];
};

/** Reads a policy with a top-level targetRef as the API returns it. */
export function readPolicy(resource: KumaResource): PolicyModel {
  const spec = readRecord(resource.spec);
  const labels = readTexts(resource.labels);
  const name = readString(resource.name) ?? '';
  const rules = readArray(spec.rules).map(readRule);
  const from = readArray(spec.from).map(readFrom);
  return {
    resource,
    reference: {
      kind: 'MeshTrafficPermission',
      name,
      kri: readString(resource.kri),
      dialect: rules.length > 0 ? 'rules' : 'from',
      shadow: labels.get(LABEL.effect) === 'shadow',
    },
    displayName: labels.get(LABEL.displayName) || name,
    mesh: readString(resource.mesh),
    origin: labels.get(LABEL.origin) || undefined,
    zone: labels.get(LABEL.zone),
    namespace: labels.get(LABEL.namespace),
    role: labels.get(LABEL.role) || 'system',
    target: readTarget(spec.targetRef),
    rules,
    from,
  };
}

function readTarget(value: unknown): TargetModel {
  const target = readRecord(value);
  return {
    kind: readString(target.kind) ?? 'Mesh',
    name: readString(target.name),
    namespace: readString(target.namespace),
    sectionName: readString(target.sectionName),
    labels: isRecord(target.labels) ? readTexts(target.labels) : undefined,
    tags: readTexts(target.tags),
    proxyTypes: readArray(target.proxyTypes).filter(
      (type): type is string => typeof type === 'string',
    ),
  };
}

function readRule(value: unknown, index: number): RuleModel {
  const conf = readRecord(readRecord(value).default);
  return {
    index,
    deny: readMatches(conf.deny),
    allow: readMatches(conf.allow),
    allowWithShadowDeny: readMatches(conf.allowWithShadowDeny),
    // A list that is there but empty already switches the shadow engine on
    // (createShadowMatcher asks for nil, not for empty).
    hasShadow: Array.isArray(conf.allowWithShadowDeny),
  };
}

function readFrom(value: unknown, index: number): FromModel {
  const item = readRecord(value);
  const target = readTarget(item.targetRef);
  return {
    index,
    tags: tagsOfClient(target),
    text: [
      target.kind,
      target.name,
      ...[...target.tags].map(pair => pair.join('=')),
    ]
      .filter(Boolean)
      .join(' '),
    action: readString(readRecord(item.default).action),
  };
}

function tagsOfClient(target: TargetModel): [string, string][] | undefined {
  const service: [string, string][] =
    target.name === undefined ? [] : [[LABEL.service, target.name]];
  switch (target.kind) {
    case 'Mesh':
      return [];
    case 'MeshSubset':
      return [...target.tags];
    case 'MeshService':
      return service;
    case 'MeshServiceSubset':
      return [...service, ...target.tags];
    default:
      return undefined;
  }
}
