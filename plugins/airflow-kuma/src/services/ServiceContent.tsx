import { ServiceDetails } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DataAgeNote, LoadBoundary, Section } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { RefusedCalls } from './RefusedCalls';
import { ServiceDags } from './ServiceDags';
import { ServiceOverview } from './ServiceOverview';
import { ServicePermissions } from './ServicePermissions';
import { WhoMayCall } from './WhoMayCall';
import { ServiceProxies } from './ServiceProxies';

/** All that the portal knows about one service. */
export function ServiceContent(props: { entityRef: string }) {
  const { entityRef } = props;
  const api = useApiClient();
  const loaded = useLoad(signal => api.service(entityRef, signal), entityRef, {
    poll: POLL_MILLISECONDS,
  });
  return (
    <LoadBoundary loaded={loaded} what="this service">
      {details => <Details details={details} />}
    </LoadBoundary>
  );
}

function Details(props: { details: ServiceDetails }) {
  const { details } = props;
  return (
    <>
      <ServiceOverview details={details} />
      <ServiceDags details={details} />
      {details.service.kind !== 'MeshExternalService' && (
        <Section title="Refused calls, last day">
          <RefusedCalls entityRef={details.ref} />
        </Section>
      )}
      <WhoMayCall details={details} />
      <ServicePermissions details={details} />
      <ServiceProxies details={details} />
      <DataAgeNote dataAge={details.dataAge} />
    </>
  );
}
