import {
  createEvaluator,
  KumaResource,
  MeshSnapshot,
  parseKri,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** By `<MeshService>:<port>`, whether a caller gets out to it. */
export type WaysOut = Record<string, string>;

type Port = {
  service: KumaResource;
  vip?: string;
  port: number;
  /** As KRIs end: its name, or its number. */
  section: string;
};

/** As the evaluator judges the mesh that our client read. */
export function byEvaluator(snapshot: MeshSnapshot, caller: string): WaysOut {
  const evaluator = createEvaluator(snapshot);
  return waysOut(snapshot, ({ service, port }) => {
    const { state, code } = evaluator.wayOut(caller, {
      kind: 'MeshService',
      name: service.name,
      port,
    });
    // By its tag only: the MeshService itself has no listener.
    return code === 'by-tag' ? 'closed' : state;
  });
}

/** As the caller's Envoy has listeners: one for each address and port. */
export function byListeners(
  snapshot: MeshSnapshot,
  addresses: string[],
): WaysOut {
  return waysOut(snapshot, ({ vip, port }) => {
    if (!vip) return 'without an address yet';
    return addresses.includes(`${vip}:${port}`) ? 'open' : 'closed';
  });
}

/** As the control plane itself lays the proxy out. */
export function byLayout(
  snapshot: MeshSnapshot,
  layout: { outbounds: { kri: string }[] },
): WaysOut {
  // By name: before 2.13 a MeshService does not tell its own KRI.
  const listed = new Set(
    layout.outbounds
      .map(({ kri }) => parseKri(kri)!)
      .filter(({ type }) => type === 'msvc')
      .map(({ name, section }) => `${name}/${section}`),
  );
  return waysOut(snapshot, ({ service, section }) =>
    listed.has(`${service.name}/${section}`) ? 'open' : 'closed',
  );
}

function waysOut(
  { meshServices }: MeshSnapshot,
  stateOf: (port: Port) => string,
): WaysOut {
  return Object.fromEntries(
    meshServices.flatMap(service => {
      const { spec, status } = service as any;
      return spec.ports.map(
        ({ port, name }: { port: number; name?: string }) => [
          `${service.name}:${port}`,
          stateOf({
            service,
            vip: status?.vips?.[0]?.ip,
            port,
            section: name ?? `${port}`,
          }),
        ],
      );
    }),
  );
}
