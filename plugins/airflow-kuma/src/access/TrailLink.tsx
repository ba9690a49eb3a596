import {
  AccessRequest,
  auditReadPermission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { tabRouteRef } from '../routes';

/** Leads to the records of a request, for those who may read the trail. */
export function TrailLink(props: { request: AccessRequest }) {
  const tab = useRouteRef(tabRouteRef);
  const { allowed } = usePermission({ permission: auditReadPermission });
  if (!allowed) return null;
  const query = new URLSearchParams({ requestId: props.request.id });
  return (
    <LinkButton size="small" to={`${tab({ tab: 'audit' })}?${query}`}>
      Its records in the audit trail
    </LinkButton>
  );
}
