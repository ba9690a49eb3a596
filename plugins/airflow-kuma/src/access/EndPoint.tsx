import {
  AccessDestination,
  AccessSource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** One end of a request: an entity, or all of a data domain. */
export function EndPoint(props: {
  end: AccessSource | AccessDestination;
  name: string;
}) {
  const { end, name } = props;
  if (end.kind === 'domain') return <>{`all of data domain ${end.domain}`}</>;
  return (
    <>
      <EntityRefLink entityRef={end.ref}>{name}</EntityRefLink>
      {end.kind === 'service' &&
        !name.endsWith(`:${end.port}`) &&
        `, port ${end.port}`}
    </>
  );
}
