import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of access requests, for conditional decisions. @public */
export const RESOURCE_TYPE_ACCESS_REQUEST = 'airflow-kuma-access-request';

/** Read tables, details, the graph and explanations. Catalog permissions apply on top. @public */
export const inventoryReadPermission = createPermission({
  name: 'airflowKuma.inventory.read',
  attributes: { action: 'read' },
});

/** Confirm held-back drops and start a sync by hand. @public */
export const sourceAdministerPermission = createPermission({
  name: 'airflowKuma.source.administer',
  attributes: { action: 'update' },
});

/** Preview and create access requests. @public */
export const accessCreatePermission = createPermission({
  name: 'airflowKuma.access.create',
  attributes: { action: 'create' },
});

/** Read an access request. @public */
export const accessReadPermission = createPermission({
  name: 'airflowKuma.access.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_ACCESS_REQUEST,
});

/** Approve or deny an access request. Never one's own. @public */
export const accessDecidePermission = createPermission({
  name: 'airflowKuma.access.decide',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_ACCESS_REQUEST,
});

/** End a grant early. @public */
export const accessRevokePermission = createPermission({
  name: 'airflowKuma.access.revoke',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_ACCESS_REQUEST,
});

/** Retry failed applies, run campaigns, settle drift. @public */
export const accessAdministerPermission = createPermission({
  name: 'airflowKuma.access.administer',
  attributes: { action: 'update' },
});

/**
 * Open pull requests that make workloads ready for Kuma 3.0. Who may at all is
 * a member of their owner, or an administrator; this is needed on top.
 * @public
 */
export const readinessProposePermission = createPermission({
  name: 'airflowKuma.readiness.propose',
  attributes: { action: 'create' },
});

/** Read and export the audit trail. @public */
export const auditReadPermission = createPermission({
  name: 'airflowKuma.audit.read',
  attributes: { action: 'read' },
});

/** All permissions of the plugin. @public */
export const airflowKumaPermissions = [
  inventoryReadPermission,
  sourceAdministerPermission,
  accessCreatePermission,
  accessReadPermission,
  accessDecidePermission,
  accessRevokePermission,
  accessAdministerPermission,
  readinessProposePermission,
  auditReadPermission,
];
