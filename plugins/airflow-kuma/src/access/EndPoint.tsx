import {
  AccessDestination,
  AccessSource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityName } from '../components';

/** One end of a request: an entity, or all of a data domain. */
export function EndPoint(props: {
  end: AccessSource | AccessDestination;
  name: string;
}) {
  const { end, name } = props;
  if (end.kind === 'domain') return <>{`all of data domain ${end.domain}`}</>;
  return (
    <>
      <EntityName entityRef={end.ref} name={name} />
      {end.kind === 'service' &&
        !name.endsWith(`:${end.port}`) &&
        `, port ${end.port}`}
    </>
  );
}
