import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { grantLabels } from '../permissions/grantLabels';
import { exactIdentities } from './exactIdentities';
import {
  contains,
  dataplanesByService,
  inboundsOfPort,
} from './inboundsOfService';
import { membersOfService } from './membersOfService';
import { placeLabels } from './placeLabels';
import { policyName } from './policyName';
import { DataplaneModel, readDataplane } from './readDataplane';
import { MeshServiceModel, readMeshService } from './readMeshService';
import { RefusedPermission } from './RefusedPermission';
import { selectorCandidates } from './selectorCandidates';
import {
  BuiltPermission,
  PermissionContext,
  PermissionRequest,
  PolicyInbound,
} from './types';

/**
 * Builds the MeshTrafficPermissions (`rules`) that open one port of one
 * service to exactly the given identities, and nothing else to anybody; or
 * says why that cannot be written. Proxies are selected by labels and the
 * inbound by its section, never by the name of a proxy: Kuma 3.0 drops such
 * names and lets the policy select the whole mesh.
 * @public
 */
export function buildRulesPermission(
  request: PermissionRequest,
  context: PermissionContext,
): BuiltPermission {
  try {
    if (!context.facts.dialects.includes('rules')) {
      throw new RefusedPermission(
        'dialect-not-available',
        `Kuma ${context.facts.version} has no permissions by SPIFFE ID`,
      );
    }
    const identities = exactIdentities(request.sources);
    const dataplanes = context.dataplanes.map(readDataplane);
    const dataplanesOf = dataplanesByService(dataplanes);
    const services = context.meshServices.map(readMeshService);
    const permissions: KumaResource[] = [];
    const inbounds: PolicyInbound[] = [];
    const sharedWith = new Set<string>();
    const members = membersOfService(request.service, context.meshServices);
    for (const member of members.map(readMeshService)) {
      const own = dataplanesOf(member);
      const target = targetOf(member, request.port, own);
      const labels = chooseLabels(
        target,
        selectorCandidates(member, own, { facts: context.facts, dataplanes }),
        dataplanes,
        member,
      );
      for (const section of new Set(target.map(entry => entry.section))) {
        permissions.push({
          type: 'MeshTrafficPermission',
          mesh: request.mesh,
          name: policyName({
            mesh: request.mesh,
            title: member.labels['kuma.io/display-name'] ?? member.name,
            service: member.name,
            port: request.port,
            section,
            grants: request.grants,
          }),
          labels: {
            ...placeLabels(context.facts, own),
            ...grantLabels(request.grants),
          },
          spec: {
            targetRef: { kind: 'Dataplane', labels, sectionName: section },
            rules: [
              {
                default: {
                  allow: identities.map(value => ({
                    spiffeID: { type: 'Exact', value },
                  })),
                },
              },
            ],
          },
        });
      }
      inbounds.push(...target);
      for (const name of servicesBehind(target, services, dataplanes)) {
        if (name !== member.name) sharedWith.add(name);
      }
    }
    return { ok: true, permissions, inbounds, sharedWith: [...sharedWith] };
  } catch (error) {
    if (!(error instanceof RefusedPermission)) throw error;
    return { ok: false, code: error.code, reason: error.message };
  }
}

/** The inbounds that are asked for. */
function targetOf(
  service: MeshServiceModel,
  port: number,
  own: DataplaneModel[],
): PolicyInbound[] {
  if (!service.ports.some(entry => entry.port === port)) {
    throw new RefusedPermission(
      'no-such-port',
      `${service.name} has no port ${port}`,
    );
  }
  const target = own.flatMap(dataplane =>
    inboundsOfPort(service, port, dataplane).map(({ section }) => ({
      dataplane: dataplane.name,
      section,
    })),
  );
  if (target.length === 0) {
    throw new RefusedPermission(
      'no-proxy',
      `No proxy carries port ${port} of ${service.name}, so what its inbound is called is not known`,
    );
  }
  return target;
}

/** The first selector that covers the target and nothing else. */
function chooseLabels(
  target: PolicyInbound[],
  candidates: Record<string, string>[],
  dataplanes: DataplaneModel[],
  service: MeshServiceModel,
): Record<string, string> {
  const key = ({ dataplane, section }: PolicyInbound) =>
    JSON.stringify([dataplane, section]);
  const wanted = new Set(target.map(key));
  const sections = new Set(target.map(entry => entry.section));
  let foreign: PolicyInbound[] | undefined;
  for (const labels of candidates) {
    const covered = coveredInbounds(labels, sections, dataplanes);
    const others = covered.filter(entry => !wanted.has(key(entry)));
    if (others.length === 0 && covered.length >= wanted.size) return labels;
    foreign ??= others;
  }
  if (!foreign?.length) {
    throw new RefusedPermission(
      'no-selector',
      `The proxies of ${service.name} have no labels in common by which a policy could select them`,
    );
  }
  const named = foreign
    .slice(0, 3)
    .map(({ dataplane, section }) => `${dataplane} (${section})`)
    .join(', ');
  throw new RefusedPermission(
    'covers-others',
    `The labels that select ${service.name} also select ${foreign.length} other inbound(s): ${named}; give its proxies a label of their own`,
  );
}

/** All inbounds that a policy with these labels and sections selects. */
function coveredInbounds(
  labels: Record<string, string>,
  sections: Set<string>,
  dataplanes: DataplaneModel[],
): PolicyInbound[] {
  return dataplanes
    .filter(dataplane => contains(dataplane.labels, labels))
    .flatMap(dataplane =>
      dataplane.inbounds
        .filter(({ section }) => sections.has(section))
        .map(({ section }) => ({ dataplane: dataplane.name, section })),
    );
}

/** Names of the services that lead to one of these inbounds. */
function servicesBehind(
  target: PolicyInbound[],
  services: MeshServiceModel[],
  dataplanes: DataplaneModel[],
): string[] {
  const targetedBy = dataplanesByService(
    dataplanes.filter(({ name }) =>
      target.some(entry => entry.dataplane === name),
    ),
  );
  return services
    .filter(service =>
      targetedBy(service).some(dataplane =>
        service.ports.some(({ port }) =>
          inboundsOfPort(service, port, dataplane).some(({ section }) =>
            target.some(
              entry =>
                entry.dataplane === dataplane.name && entry.section === section,
            ),
          ),
        ),
      ),
    )
    .map(service => service.name);
}
