import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';

const textMap = z.record(z.string(), z.string());

const spec = z.object({
  selector: z
    .object({
      dataplaneLabels: z.object({ matchLabels: textMap.optional() }).optional(),
      dataplaneTags: textMap.optional(),
    })
    .optional(),
  ports: z
    .array(
      z.object({
        port: z.number(),
        targetPort: z.union([z.number(), z.string()]).optional(),
      }),
    )
    .optional(),
});

/** What a MeshService selects by, and where its ports lead. */
export type MeshServiceModel = {
  resource: KumaResource;
  name: string;
  labels: Record<string, string>;
  selector: {
    labels?: Record<string, string>;
    tags?: Record<string, string>;
  };
  ports: { port: number; targetPort: number | string }[];
};

/** Reads a MeshService; one that makes no sense selects nothing. */
export function readMeshService(resource: KumaResource): MeshServiceModel {
  const parsed = spec.safeParse(resource.spec).data;
  return {
    resource,
    name: resource.name,
    labels: resource.labels ?? {},
    selector: {
      labels: parsed?.selector?.dataplaneLabels?.matchLabels,
      tags: parsed?.selector?.dataplaneTags,
    },
    ports: (parsed?.ports ?? []).map(({ port, targetPort }) => ({
      port,
      targetPort: targetPort ?? port,
    })),
  };
}
