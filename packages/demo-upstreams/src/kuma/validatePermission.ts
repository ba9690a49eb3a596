import { Violation } from './errors';
import { KumaVersion } from './types';

type Match = { spiffeID?: { type?: string; value?: string } };
type Rule = { default?: Record<string, Match[] | undefined> };
type From = {
  targetRef?: { kind?: string };
  default?: { action?: string };
};
type Spec = {
  targetRef?: { kind?: string; sectionName?: string };
  rules?: Rule[];
  from?: From[];
};

const topKinds: Record<KumaVersion, string[]> = {
  '2.14.3': [
    'Mesh',
    'MeshSubset',
    'MeshService',
    'MeshServiceSubset',
    'Dataplane',
  ],
  '3.0.0-preview': ['Mesh', 'Dataplane'],
};

const clauses = ['allow', 'allowWithShadowDeny', 'deny'];

/**
 * Refusals of a MeshTrafficPermission's spec, in the words of the recordings
 * (`put-mtp-*.json`) where they were recorded.
 */
export function validatePermission(
  version: KumaVersion,
  spec: Spec,
): Violation[] {
  const kind = spec.targetRef?.kind;
  if (kind !== undefined && !topKinds[version].includes(kind)) {
    return [
      {
        field: 'spec.targetRef.kind',
        reason: `in body should be one of [${topKinds[version].join(' ')}]`,
      },
    ];
  }
  const rules = spec.rules ?? [];
  const from = version === '2.14.3' ? spec.from ?? [] : [];
  const found: Violation[] = [];
  if (rules.length > 0 && from.length > 0) {
    found.push({
      field: 'spec',
      reason: "field 'from' must be empty when 'rules' is defined",
    });
  }
  if (rules.length === 0 && from.length === 0) {
    found.push({
      field: 'spec',
      reason:
        version === '2.14.3'
          ? "at least one of 'from' or 'rules' has to be defined"
          : 'policy must define rules',
    });
  }
  return [
    ...found,
    ...rules.flatMap((rule, index) => validateRule(rule, index)),
    ...from.flatMap((item, index) =>
      item.default?.action
        ? []
        : [
            {
              field: `spec.from[${index}].default.action`,
              reason: 'must be defined',
            },
          ],
    ),
  ];
}

function validateRule(rule: Rule, index: number): Violation[] {
  const lists = clauses.map(clause => ({
    clause,
    matches: rule.default?.[clause] ?? [],
  }));
  if (lists.every(({ matches }) => matches.length === 0)) {
    return [
      {
        field: `spec.rules[${index}]`,
        reason:
          "at least one of 'allow', 'allowWithShadowDeny', 'deny' has to be defined",
      },
    ];
  }
  return lists.flatMap(({ clause, matches }) =>
    matches.flatMap((match, at) => {
      const problem =
        match.spiffeID && spiffeIdProblem(match.spiffeID.value ?? '');
      return problem
        ? [
            {
              field: `spec.rules[${index}].${clause}[${at}].spiffeID`,
              reason: `must be a valid Spiffe ID: ${problem}`,
            },
          ]
        : [];
    }),
  );
}

/** What go-spiffe says of a bad SPIFFE ID. */
function spiffeIdProblem(value: string): string | undefined {
  const parts = /^spiffe:\/\/([^/]*)(\/.*)?$/.exec(value);
  if (!parts) return 'scheme is missing or invalid';
  const [, trustDomain, path = ''] = parts;
  if (!trustDomain) return 'trust domain is missing';
  if (!/^[a-z0-9._-]+$/.test(trustDomain)) {
    return 'trust domain characters are limited to lowercase letters, numbers, dots, dashes, and underscores';
  }
  if (path.endsWith('/')) return 'path cannot have a trailing slash';
  if (path.includes('//')) return 'path cannot contain empty segments';
  if (!/^[A-Za-z0-9._/-]*$/.test(path)) {
    return 'path segment characters are limited to letters, numbers, dots, dashes, and underscores';
  }
  return undefined;
}
