import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';

const listener = z.object({
  name: z.string().optional(),
  port: z.number().optional(),
});

const spec = z.object({
  networking: z
    .object({
      inbound: z.array(listener).nullish(),
      listeners: z.array(listener).nullish(),
    })
    .nullish(),
});

/** What decides whether a policy or a service selects a Dataplane. */
export type DataplaneModel = {
  resource: KumaResource;
  name: string;
  labels: Record<string, string>;
  inbounds: {
    section: string;
    name?: string;
    port?: number;
    /** Listeners of zone proxies are selected by section as well. */
    isInbound: boolean;
  }[];
};

/** Reads a Dataplane; one that makes no sense has no inbounds. */
export function readDataplane(resource: KumaResource): DataplaneModel {
  const networking = spec.safeParse(resource).data?.networking;
  const toInbound =
    (isInbound: boolean) => (entry: z.infer<typeof listener>) => ({
      // kuma: Dataplane_Networking_Inbound.GetSectionName
      section: entry.name || String(entry.port),
      name: entry.name,
      port: entry.port,
      isInbound,
    });
  return {
    resource,
    name: resource.name,
    labels: resource.labels ?? {},
    inbounds: [
      ...(networking?.inbound ?? []).map(toInbound(true)),
      ...(networking?.listeners ?? []).map(toInbound(false)),
    ],
  };
}
