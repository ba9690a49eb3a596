import {
  backendsYaml,
  isPod,
  KumaResource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { stringify } from 'yaml';
import { ReachEntry, sameRef } from './types';
import { networkingOf, refsOf } from './withEntries';

const REACHABLE_SERVICES = 'kuma.io/transparent-proxying-reachable-services';

/**
 * The whole setting of a caller to copy: what its proxy has now, with what it
 * lacks, as its platform takes it.
 */
export function toSnippet(
  dataplane: KumaResource,
  entries: ReachEntry[],
): string {
  const parts = [
    backendsPart(dataplane, entries),
    servicesPart(dataplane, entries),
    outboundPart(entries),
  ];
  return parts.filter(Boolean).join('');
}

function backendsPart(dataplane: KumaResource, entries: ReachEntry[]) {
  const added = entries.flatMap(entry =>
    entry.list === 'reachableBackends' ? [entry.ref] : [],
  );
  if (added.length === 0) return '';
  const present = refsOf(dataplane) ?? [];
  const refs = [
    ...present,
    ...added.filter(ref => !present.some(other => sameRef(other, ref))),
  ];
  return backendsYaml(isPod(dataplane) ? 'pod' : 'dataplane', refs);
}

function servicesPart(dataplane: KumaResource, entries: ReachEntry[]) {
  const added = entries.flatMap(entry =>
    entry.list === 'reachableServices' ? [entry.tag] : [],
  );
  if (added.length === 0) return '';
  const present =
    networkingOf(dataplane).transparentProxying?.reachableServices ?? [];
  const services = [...new Set([...present, ...added])];
  return isPod(dataplane)
    ? onPod(REACHABLE_SERVICES, services.join(','))
    : text({
        networking: { transparentProxying: { reachableServices: services } },
      });
}

/** The local port is the owner's to choose: the application calls it. */
function outboundPart(entries: ReachEntry[]) {
  const outbound = entries.flatMap(entry =>
    entry.list === 'outbound'
      ? [
          entry.ref
            ? {
                port: entry.port,
                backendRef: { ...entry.ref, port: entry.port },
              }
            : { port: entry.port, tags: { 'kuma.io/service': entry.tag } },
        ]
      : [],
  );
  if (outbound.length === 0) return '';
  return `# Add it to the Dataplane's outbounds. The first port is a free one on\n# the workload's machine, which the application then calls.\n${text(
    {
      networking: { outbound },
    },
  )}`;
}

function onPod(annotation: string, value: string): string {
  return text({ metadata: { annotations: { [annotation]: value } } });
}

function text(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
