import { auditReadPermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Notice } from '../components';
import { tabRouteRef } from '../routes';

/** The trail, for those who may not read it: what to ask for, and what they may see without. */
export function NoTrail() {
  const tab = useRouteRef(tabRouteRef);
  return (
    <Notice severity="info" title="You may not read the audit trail">
      It holds what everybody did, and from which address. Whoever needs it asks
      those who run this portal for the permission{' '}
      <code>{auditReadPermission.name}</code>. What happened to a request or a
      grant that concerns you is on its own page, without that:{' '}
      <Link to={`${tab({ tab: 'access' })}?view=mine`} underline="always">
        your requests
      </Link>
      .
    </Notice>
  );
}
