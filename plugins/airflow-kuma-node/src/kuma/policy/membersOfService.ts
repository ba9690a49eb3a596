import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';
import { contains } from './inboundsOfService';
import { RefusedPermission } from './RefusedPermission';

const multiZone = z.object({
  spec: z
    .object({
      selector: z
        .object({
          meshService: z
            .object({
              matchLabels: z.record(z.string(), z.string()).optional(),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
  status: z
    .object({
      meshServices: z
        .array(
          z.object({
            name: z.string(),
            namespace: z.string().optional(),
            zone: z.string().optional(),
          }),
        )
        .nullish(),
    })
    .optional(),
});

/**
 * The MeshServices that a service stands for: itself, or what a
 * MeshMultiZoneService found.
 */
export function membersOfService(
  service: KumaResource,
  meshServices: KumaResource[],
): KumaResource[] {
  if (service.type === 'MeshService') return [service];
  if (service.type !== 'MeshMultiZoneService') {
    throw new RefusedPermission(
      'service-kind',
      service.type === 'MeshExternalService'
        ? 'An external service is decided at the egress, not at a proxy of its own'
        : `A ${service.type} cannot be selected by labels of its proxies`,
    );
  }
  const parsed = multiZone.safeParse(service).data;
  const found = parsed?.status?.meshServices ?? [];
  const matchLabels = parsed?.spec?.selector?.meshService?.matchLabels ?? {};
  const members = meshServices.filter(({ name, labels = {} }) =>
    found.length > 0
      ? found.some(
          member =>
            member.name === (labels['kuma.io/display-name'] ?? name) &&
            (member.zone ?? '') === (labels['kuma.io/zone'] ?? '') &&
            (member.namespace ?? '') ===
              (labels['k8s.kuma.io/namespace'] ?? ''),
        )
      : Object.keys(matchLabels).length > 0 && contains(labels, matchLabels),
  );
  if (members.length === 0) {
    throw new RefusedPermission(
      'no-proxy',
      `No MeshService is behind ${service.name}`,
    );
  }
  return members;
}
