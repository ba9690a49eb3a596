import { parseKri } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** A destination as Envoy names its cluster. */
export type ClusterName = {
  /** Short kind as Kuma writes it, or `tag` for a plain `kuma.io/service` value. */
  kind: 'msvc' | 'mzsvc' | 'extsvc' | 'tag';
  mesh?: string;
  zone?: string;
  namespace?: string;
  name: string;
  port?: number;
};

const KINDS = ['msvc', 'mzsvc', 'extsvc'] as const;
/** What Envoy talks to besides services. */
const INTERNAL =
  /^(?:localhost_|ads_cluster$|kuma_|_kuma|access_log_sink|self_|system_|inbound:|meshmetric|.*_metrics_hijacker|plugins:)/;

/**
 * Reads `envoy_cluster_name`. Kuma 3.0 (and 2.x with unified naming) writes a
 * KRI that ends in the port number; 2.x writes
 * `<mesh>_<name>_<namespace>_<zone>_<kind>_<port>`; meshes without MeshServices
 * write the service tag. `undefined` for what is no service.
 */
export function parseClusterName(text: string): ClusterName | undefined {
  const kri = parseKri(text);
  if (kri) {
    const kind = kindOf(kri.type);
    return (
      kind && {
        kind,
        mesh: kri.mesh,
        zone: kri.zone || undefined,
        namespace: kri.namespace || undefined,
        name: kri.name,
        port: portOf(kri.section),
      }
    );
  }
  if (!text || INTERNAL.test(text)) return undefined;
  const parts = text.split('_');
  const kind = parts.length === 6 && kindOf(parts[4]);
  if (kind) {
    const [mesh, name, namespace, zone, , port] = parts;
    return {
      kind,
      mesh,
      zone: zone || undefined,
      namespace: namespace || undefined,
      name,
      port: portOf(port),
    };
  }
  return { kind: 'tag', name: text };
}

function kindOf(text: string): (typeof KINDS)[number] | undefined {
  return KINDS.find(kind => kind === text);
}

function portOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
