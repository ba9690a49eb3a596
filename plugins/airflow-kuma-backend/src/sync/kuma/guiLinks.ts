import { ServiceKind } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

// Routes of kuma-gui 2.9 and later.
const SERVICE_ROUTES: Record<ServiceKind, string> = {
  MeshService: 'mesh-services',
  MeshMultiZoneService: 'mesh-multi-zone-services',
  MeshExternalService: 'mesh-external-services',
  ServiceTag: 'internal',
};

/** Link to a service in the Kuma GUI. */
export function serviceGuiUrl(
  guiUrl: string | undefined,
  service: { mesh: string; kind: ServiceKind; name: string },
): string | undefined {
  return guiUrl === undefined
    ? undefined
    : `${meshPath(guiUrl, service.mesh)}/services/${
        SERVICE_ROUTES[service.kind]
      }/${encodeURIComponent(service.name)}/overview`;
}

/** Link to a mesh in the Kuma GUI. */
export function meshGuiUrl(
  guiUrl: string | undefined,
  mesh: string,
): string | undefined {
  return guiUrl === undefined
    ? undefined
    : `${meshPath(guiUrl, mesh)}/overview`;
}

function meshPath(guiUrl: string, mesh: string): string {
  return `${guiUrl}/meshes/${encodeURIComponent(mesh)}`;
}
