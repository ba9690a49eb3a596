import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { toLabelValue } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Rules that find an owner; the first that fits wins. */
export type OwnerRules = {
  default?: string;
  rules?: OwnerRule[];
};

/** All conditions that are given must fit. */
export type OwnerRule = {
  /** Regular expression over the upstream's owner text, whole match. */
  owner?: string;
  tag?: string;
  /** `key=value` of a Kuma label. */
  label?: string;
  /** `$1` takes the first group of `owner`. */
  entityRef: string;
};

/** What rules can look at. */
export type OwnerFacts = {
  owners: string[];
  tags: string[];
  labels: Record<string, string>;
};

// catalog-model: metadata.name
const NAME = /^(?=.{1,63}$)([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** A letter, a digit or a symbol, of any script. */
const NAMES_SOMETHING = /[\p{L}\p{N}\p{S}]/u;

export const UNOWNED = 'group:default/unowned';

/**
 * The owner of a DAG or service as an entity ref. A ref that a rule makes and
 * the catalog would refuse does not fit, so that one odd owner text never
 * costs an entity.
 */
export function ownerOf(
  facts: OwnerFacts,
  rules: OwnerRules | undefined,
  fallback?: string,
): string {
  for (const rule of rules?.rules ?? []) {
    const ref = applyRule(rule, facts);
    if (ref) return ref;
  }
  return (
    (fallback && groupRef(fallback)) ??
    (rules?.default && groupRef(rules.default)) ??
    UNOWNED
  );
}

/** Text as a ref to a group, unless it names another kind. */
export function groupRef(text: string): string | undefined {
  return entityRefOf(text, 'group');
}

/**
 * Text as an entity ref of a default kind; what is no valid name becomes its
 * slug, and nothing where it has only punctuation.
 */
export function entityRefOf(
  text: string,
  defaultKind: string,
): string | undefined {
  try {
    const { kind, namespace, name } = parseEntityRef(text.trim(), {
      defaultKind,
      defaultNamespace: 'default',
    });
    const slug = NAME.test(name) ? name : slugOf(name);
    if (!slug) return undefined;
    return stringifyEntityRef({ kind, namespace, name: slug });
  } catch {
    const slug = slugOf(text);
    return slug && `${defaultKind}:default/${slug}`;
  }
}

function slugOf(text: string): string | undefined {
  return NAMES_SOMETHING.test(text) ? toLabelValue(text) : undefined;
}

function applyRule(rule: OwnerRule, facts: OwnerFacts): string | undefined {
  if (rule.tag !== undefined && !facts.tags.includes(rule.tag))
    return undefined;
  if (rule.label !== undefined && !hasLabel(rule.label, facts.labels)) {
    return undefined;
  }
  if (rule.owner === undefined) return groupRef(rule.entityRef);
  const pattern = new RegExp(`^(?:${rule.owner})$`);
  for (const owner of facts.owners) {
    const match = pattern.exec(owner);
    // A function, because `$&` and the like in an owner mean nothing special.
    const ref =
      match && groupRef(rule.entityRef.replaceAll('$1', () => match[1] ?? ''));
    if (ref) return ref;
  }
  return undefined;
}

function hasLabel(condition: string, labels: Record<string, string>): boolean {
  const at = condition.indexOf('=');
  const key = at < 0 ? condition : condition.slice(0, at);
  // Own keys alone: every object has a `constructor` without being labelled so.
  if (!Object.hasOwn(labels, key)) return false;
  return at < 0 || labels[key] === condition.slice(at + 1);
}
