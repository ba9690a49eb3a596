const MAX_DEPTH = 20;

/**
 * The URIs in an asset expression: v2 nests `{any|all: [{asset: {uri}}]}`, v1
 * `{any|all: ["uri"]}`. Aliases are named, references by name or URI too.
 */
export function assetUris(expression: unknown): string[] {
  const found = new Set<string>();
  const visit = (node: unknown, depth: number) => {
    if (depth > MAX_DEPTH) return;
    if (typeof node === 'string') {
      found.add(node);
    } else if (Array.isArray(node)) {
      for (const entry of node) visit(entry, depth + 1);
    } else if (typeof node === 'object' && node) {
      const { any, all, asset, alias, asset_ref } = node as Record<
        string,
        unknown
      >;
      const { uri, name } = (asset ?? alias ?? asset_ref ?? {}) as Record<
        string,
        unknown
      >;
      const text = uri ?? name;
      if (typeof text === 'string') found.add(text);
      visit(any, depth + 1);
      visit(all, depth + 1);
    }
  };
  visit(expression, 0);
  return [...found];
}
