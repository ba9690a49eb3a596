import {
  ServiceDetails,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { EntityNames, PlainEmpty, Section, andMore } from '../components';
import { callerName } from '../edges/callerName';
import { CouldBe } from '../edges/CouldBe';
import { EdgeTable } from '../edges/EdgeTable';

/** The DAGs of a service: with an edge, and those that merely may call. */
export function ServiceDags(props: { details: ServiceDetails }) {
  const { details } = props;
  const { edges, mayCall, service } = details;
  return (
    <Section title="DAGs">
      {edges.length === 0 ? (
        <PlainEmpty>
          No DAG declares this service, none was seen calling it, and no grant
          is live.
        </PlainEmpty>
      ) : (
        <EdgeTable
          label="DAGs of this service"
          otherTitle="DAG"
          edges={edges.map(edge => ({
            edge,
            ...callerOf(edge),
            destination: details.ref,
            port: edge.permitted.ports[0]?.port ?? service.ports[0]?.port,
          }))}
        />
      )}
      {mayCall.total > 0 && (
        <details>
          <summary>
            {`${counted(
              mayCall.total,
              'more DAG',
            )} may call it without declaring it`}
          </summary>
          <Typography variant="body2">
            <EntityNames
              entities={mayCall.dags}
              more={andMore(mayCall.total - mayCall.dags.length)}
            />
          </Typography>
        </details>
      )}
    </Section>
  );
}

/** A DAG, or the identity of several where nobody can tell which of them it is. */
function callerOf({ dag, caller, dags }: ServiceDetails['edges'][number]) {
  if (caller) {
    return {
      otherName: callerName(caller),
      otherHint: <CouldBe dags={dags} total={caller.total} />,
    };
  }
  const [named] = dags;
  return {
    otherRef: dag,
    otherName: named?.name ?? dag ?? '',
    otherHint: named?.instance,
    source: dag,
  };
}
