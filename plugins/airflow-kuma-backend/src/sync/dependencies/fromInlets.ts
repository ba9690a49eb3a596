import { DeclaredDependency } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RawAsset } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { parseService } from './parseService';
import { DeclarationRules } from './types';

/**
 * Services that inlets such as `x-mesh-service://default/payments` declare, by
 * DAG. Airflow tells inlets from 3.1 on.
 */
export function fromInlets(
  assets: RawAsset[],
  rules: DeclarationRules,
): Map<string, DeclaredDependency[]> {
  const prefix = `${rules.assetScheme}://`;
  const byDag = new Map<string, DeclaredDependency[]>();
  for (const asset of assets) {
    if (!asset.uri.startsWith(prefix)) continue;
    const written = parseService(decode(asset.uri.slice(prefix.length)));
    if (!written) continue;
    for (const { dagId, taskId } of asset.consumingTasks) {
      const declared = byDag.get(dagId) ?? [];
      declared.push({
        ...written,
        evidence: [{ via: 'inlet', text: asset.uri, taskId }],
      });
      byDag.set(dagId, declared);
    }
  }
  return byDag;
}

/** Airflow stores URIs as written, escaped or not. */
function decode(text: string): string {
  const path = text.replace(/\/+$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
