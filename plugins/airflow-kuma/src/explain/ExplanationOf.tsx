import { Explanation } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DataAgeNote, LoadBoundary } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { Certificates } from './Certificates';
import { Chain } from './Chain';
import { Remedies } from './Remedies';
import { SelectingPolicies } from './SelectingPolicies';
import { VerdictBanner } from './VerdictBanner';

/** The explanation of one edge, kept fresh. */
export function ExplanationOf(props: {
  source: string;
  destination: string;
  port?: number;
}) {
  const { source, destination, port } = props;
  const api = useApiClient();
  const loaded = useLoad(
    signal => api.explain({ source, destination, port }, signal),
    `${source} ${destination} ${port}`,
    { poll: POLL_MILLISECONDS },
  );
  return (
    <LoadBoundary loaded={loaded} what="the explanation">
      {explanation => <Answer explanation={explanation} />}
    </LoadBoundary>
  );
}

function Answer(props: { explanation: Explanation }) {
  const { explanation } = props;
  const certificates = <Certificates histories={explanation.certificates} />;
  const hasExpired = explanation.certificates.some(
    ({ state }) => state === 'expired',
  );
  return (
    <>
      <VerdictBanner explanation={explanation} />
      <Remedies explanation={explanation} />
      {hasExpired && certificates}
      <Chain links={explanation.chain} />
      <SelectingPolicies explanation={explanation} />
      {!hasExpired && certificates}
      <DataAgeNote dataAge={explanation.dataAge} />
    </>
  );
}
