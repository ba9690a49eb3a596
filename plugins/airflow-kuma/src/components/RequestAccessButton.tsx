import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { accessCreatePermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { RequestPrefill, useRequestUrl } from '../hooks/useRequestUrl';
import { requestRouteRef } from '../routes';

/**
 * Leads to the request form, prefilled, or to the request that waits already.
 * Not drawn in an app without the scaffolder, nor for people who may not ask.
 */
export function RequestAccessButton(
  props: RequestPrefill & {
    label?: string;
    small?: boolean;
    about?: string;
    /** Ids of open requests for the same. */
    requests?: string[];
  },
) {
  const toUrl = useRequestUrl();
  const toRequest = useRouteRef(requestRouteRef);
  const { allowed } = usePermission({ permission: accessCreatePermission });
  const [waiting] = props.requests ?? [];
  const look = props.small
    ? ({ size: 'small', variant: 'outlined' } as const)
    : ({ size: 'medium', variant: 'contained' } as const);
  if (waiting) {
    return (
      <LinkButton
        to={toRequest({ id: waiting })}
        size={look.size}
        variant="outlined"
        aria-label={
          props.about ? `Requested already: ${props.about}` : undefined
        }
      >
        Requested already
      </LinkButton>
    );
  }
  if (!toUrl || !allowed) return null;
  const label = props.label ?? 'Request access';
  return (
    <LinkButton
      to={toUrl(props)}
      {...look}
      color="primary"
      aria-label={props.about ? `${label} to ${props.about}` : undefined}
    >
      {label}
    </LinkButton>
  );
}
