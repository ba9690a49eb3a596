import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { groupRef, OwnerRule, OwnerRules } from '../rules/ownerOf';

/** Reads `owners` of a source; what is wrong names its key. */
export function readOwnerRules(
  source: Config,
  path: string,
): OwnerRules | undefined {
  const config = source.getOptionalConfig('owners');
  if (!config) return undefined;
  const fallback = config.getOptionalString('default');
  if (fallback !== undefined && !groupRef(fallback)) {
    throw new InputError(`${path}.owners.default must be an entity ref`);
  }
  const rules = config.getOptionalConfigArray('rules') ?? [];
  return {
    default: fallback,
    rules: rules.map((rule, index) =>
      readRule(rule, `${path}.owners.rules[${index}]`),
    ),
  };
}

function readRule(rule: Config, path: string): OwnerRule {
  const owner = rule.getOptionalString('owner');
  if (owner !== undefined) checkPattern(owner, `${path}.owner`);
  const tag = rule.getOptionalString('tag');
  const label = rule.getOptionalString('label');
  const entityRef = rule.getString('entityRef');
  if (owner === undefined && entityRef.includes('$1')) {
    throw new InputError(`${path}.entityRef uses $1 without ${path}.owner`);
  }
  return { owner, tag, label, entityRef };
}

/** A regular expression that people wrote, checked before it is needed. */
export function checkPattern(pattern: string, path: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    throw new InputError(`${path} is no valid regular expression`);
  }
}
