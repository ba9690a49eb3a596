import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { AccessCard } from '../access/AccessCard';
import { DagContent } from '../dags/DagContent';
import { ExplainTab } from '../explain/ExplainTab';
import { GraphPage } from '../graph/GraphPage';
import { ServiceContent } from '../services/ServiceContent';
import { isDag, isService } from './conditions';
import { serviceRefOf } from './serviceRefOf';

/** The ref by which the backend knows what a page shows. */
function useInventoryRef(): { ref: string; dag: boolean } {
  const { entity } = useEntity();
  const dag = isDag(entity);
  const ref =
    !dag && isService(entity)
      ? serviceRefOf(entity)
      : stringifyEntityRef(entity);
  return { ref, dag };
}

/** Airflow tab of a DAG. @public */
export function EntityDagContent() {
  return <DagContent entityRef={useInventoryRef().ref} />;
}

/** Kuma tab of a service. @public */
export function EntityServiceContent() {
  return <ServiceContent entityRef={useInventoryRef().ref} />;
}

/** Explain tab of a DAG or a service. @public */
export function EntityExplainContent() {
  const { ref, dag } = useInventoryRef();
  return <ExplainTab entityRef={ref} side={dag ? 'source' : 'destination'} />;
}

/** Graph tab of a DAG or a service, focused on it. @public */
export function EntityGraphContent() {
  const { ref } = useInventoryRef();
  return <GraphPage key={ref} focus={ref} />;
}

/** Card with the live grants of a DAG or a service. @public */
export function EntityAccessCard() {
  return <AccessCard entityRef={useInventoryRef().ref} />;
}
