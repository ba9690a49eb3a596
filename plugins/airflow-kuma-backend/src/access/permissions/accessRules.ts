import { RESOURCE_TYPE_ACCESS_REQUEST } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { RefKind } from '../store/AccessStore';
import { AccessRecord } from '../types';

/** What a rule comes to in a query. */
export type AccessFilter = { kind: RefKind; refs: string[] };

/** Access requests, for policies with conditions. */
export const accessRequestResourceRef = createPermissionResourceRef<
  AccessRecord,
  AccessFilter
>().with({
  pluginId: 'airflow-kuma',
  resourceType: RESOURCE_TYPE_ACCESS_REQUEST,
});

export const isRequester = createPermissionRule({
  name: 'IS_REQUESTER',
  description: 'Allow for requests that one of these asked for',
  resourceRef: accessRequestResourceRef,
  paramsSchema: z.object({
    refs: z.array(z.string()).describe('Entity refs of users or groups'),
  }),
  apply: (record, { refs }) =>
    [record.requester, ...record.onBehalfOf].some(ref => refs.includes(ref)),
  toQuery: ({ refs }) => ({ kind: 'requester', refs }),
});

export const isDestinationOwner = createPermissionRule({
  name: 'IS_DESTINATION_OWNER',
  description: 'Allow for requests to a service that one of these owns',
  resourceRef: accessRequestResourceRef,
  paramsSchema: z.object({
    refs: z.array(z.string()).describe('Entity refs of users or groups'),
  }),
  apply: (record, { refs }) =>
    record.resolved.targets.some(target => refs.includes(target.owner)),
  toQuery: ({ refs }) => ({ kind: 'owner', refs }),
});

export const isInDomain = createPermissionRule({
  name: 'IS_IN_DOMAIN',
  description: 'Allow for requests from or to one of these data domains',
  resourceRef: accessRequestResourceRef,
  paramsSchema: z.object({
    domains: z.array(z.string()).describe('Data domains, as written upstream'),
  }),
  apply: (record, { domains }) =>
    record.domains.some(domain => domains.includes(domain)),
  toQuery: ({ domains }) => ({ kind: 'domain', refs: domains }),
});

/** All rules, for the registry. */
export const accessRules = [isRequester, isDestinationOwner, isInDomain];
