import { accessSync, constants } from 'node:fs';

/**
 * The executables that variables name, or which variables are not set. One
 * that names nothing that can be executed is a mistake, and throws.
 */
export function findExecutables<Key extends string>(
  variables: Record<Key, string>,
  environment: Record<string, string | undefined>,
): { found: Record<Key, string> } | { missing: string[] } {
  const entries = Object.entries<string>(variables) as [Key, string][];
  const missing = entries
    .map(([, name]) => name)
    .filter(name => !environment[name]);
  if (missing.length > 0) return { missing };
  const found = {} as Record<Key, string>;
  for (const [key, name] of entries) {
    const path = environment[name]!;
    try {
      accessSync(path, constants.X_OK);
    } catch (error) {
      throw new Error(`${name} names no executable: ${path}`, { cause: error });
    }
    found[key] = path;
  }
  return { found };
}
