import { LinkButton } from '@backstage/core-components';
import { accessCreatePermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { RequestPrefill, useRequestUrl } from '../hooks/useRequestUrl';

/**
 * Leads to the request form, prefilled. Not drawn in an app without the
 * scaffolder, nor for people who may not ask.
 */
export function RequestAccessButton(
  props: RequestPrefill & { label?: string; small?: boolean; about?: string },
) {
  const toUrl = useRequestUrl();
  const { allowed } = usePermission({ permission: accessCreatePermission });
  if (!toUrl || !allowed) return null;
  const label = props.label ?? 'Request access';
  return (
    <LinkButton
      to={toUrl(props)}
      variant={props.small ? 'outlined' : 'contained'}
      size={props.small ? 'small' : 'medium'}
      color="primary"
      aria-label={props.about ? `${label} to ${props.about}` : undefined}
    >
      {label}
    </LinkButton>
  );
}
