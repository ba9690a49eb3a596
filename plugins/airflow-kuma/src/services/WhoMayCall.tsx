import { ServiceDetails } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Section } from '../components';
import { CallerLists } from './CallerLists';

/** Everybody whom the mesh lets in, whether a DAG or not. */
export function WhoMayCall(props: { details: ServiceDetails }) {
  return (
    <Section title="Who may call it">
      <CallerLists callers={props.details.mayCall} />
    </Section>
  );
}
