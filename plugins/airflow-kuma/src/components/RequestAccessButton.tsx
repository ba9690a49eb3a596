import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { accessCreatePermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { usePermission } from '@backstage/plugin-permission-react';
import Typography from '@material-ui/core/Typography';
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
    /** Why a guardrail would refuse it, whatever is asked for. */
    refusal?: string;
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
  if (props.refusal) {
    return (
      <Typography variant="caption" color="textSecondary" component="div">
        {`No request helps here. ${props.refusal}`}
      </Typography>
    );
  }
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
