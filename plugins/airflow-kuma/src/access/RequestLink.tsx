import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Pair } from '../components';
import { requestRouteRef } from '../routes';

/** Leads to a request; reads "from → to". */
export function RequestLink(props: {
  request: Pick<AccessRequest, 'id' | 'sourceName' | 'destinationName'>;
}) {
  const { id, sourceName, destinationName } = props.request;
  const toRequest = useRouteRef(requestRouteRef);
  return (
    <Link to={toRequest({ id })}>
      <Pair text={`${sourceName} → ${destinationName}`} />
    </Link>
  );
}
