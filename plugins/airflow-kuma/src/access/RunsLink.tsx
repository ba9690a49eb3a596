import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { requestRouteRef } from '../routes';
import { RUNS_ANCHOR } from './RequestRuns';

/** Leads to who ran what with a grant; to nothing for what was never one. */
export function RunsLink(props: { request: AccessRequest }) {
  const { id, appliedAt, activeSince, sourceName, destinationName } =
    props.request;
  const toRequest = useRouteRef(requestRouteRef);
  if (!appliedAt && !activeSince) return null;
  return (
    <Link
      to={`${toRequest({ id })}#${RUNS_ANCHOR}`}
      aria-label={`Who ran what with ${sourceName} → ${destinationName}`}
    >
      Who ran what
    </Link>
  );
}
