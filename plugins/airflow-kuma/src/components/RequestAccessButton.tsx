import { LinkButton } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  accessCreatePermission,
  AccessOffer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { usePermission } from '@backstage/plugin-permission-react';
import Typography from '@material-ui/core/Typography';
import { RequestPrefill, useRequestUrl } from '../hooks/useRequestUrl';
import { requestRouteRef } from '../routes';

/**
 * Leads to the request form, prefilled, also with what was asked the last time,
 * or to the request that waits already.
 * Not drawn in an app without the scaffolder, nor for people who may not ask.
 */
export function RequestAccessButton(
  props: RequestPrefill & {
    label?: string;
    small?: boolean;
    about?: string;
    /** Ids of open requests for the same. */
    requests?: string[];
    /** What the backend knows of it, see `useOffers`. */
    offer?: Pick<AccessOffer, 'last' | 'open' | 'refusal'>;
  },
) {
  const toUrl = useRequestUrl();
  const toRequest = useRouteRef(requestRouteRef);
  const { allowed } = usePermission({ permission: accessCreatePermission });
  const { last, open, refusal } = props.offer ?? {};
  const waiting = open?.id ?? props.requests?.[0];
  const isGranted = open && !['pending', 'scheduled'].includes(open.state);
  const already = isGranted ? 'Granted already' : 'Requested already';
  const look = props.small
    ? ({ size: 'small', variant: 'outlined' } as const)
    : ({ size: 'medium', variant: 'contained' } as const);
  if (waiting) {
    return (
      <LinkButton
        to={toRequest({ id: waiting })}
        size={look.size}
        variant="outlined"
        aria-label={props.about ? `${already}: ${props.about}` : undefined}
      >
        {already}
      </LinkButton>
    );
  }
  if (!toUrl || !allowed) return null;
  if (refusal) {
    return (
      <Typography variant="caption" color="textSecondary" component="div">
        {`No request helps here. ${refusal}`}
      </Typography>
    );
  }
  const label = props.label ?? (last ? 'Ask again' : 'Request access');
  return (
    <LinkButton
      to={toUrl({
        ...props,
        reason: props.reason ?? last?.reason,
        duration: props.duration ?? last?.duration,
      })}
      {...look}
      color="primary"
      aria-label={props.about ? `${label} to ${props.about}` : undefined}
    >
      {label}
    </LinkButton>
  );
}
