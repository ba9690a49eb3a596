import { MeshView } from './meshView';

/**
 * The `kuma.io/service` value by which older dialects know a caller. A
 * certificate can name several; the one that fewest proxies share opens least.
 */
export function serviceOfIdentity(
  view: MeshView,
  uriSans: string[],
): string | undefined {
  const prefix = `spiffe://${view.snapshot.mesh.name}/`;
  const services = uriSans
    .filter(san => san.startsWith(prefix))
    .map(san => san.slice(prefix.length));
  const carriers = (service: string) =>
    new Set(
      view.inbounds
        .filter(inbound => inbound.tags['kuma.io/service'] === service)
        .map(inbound => inbound.dataplane),
    ).size;
  return services.sort(
    (left, right) =>
      carriers(left) - carriers(right) || left.localeCompare(right),
  )[0];
}
