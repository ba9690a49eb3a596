import {
  counted,
  DagDetails,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { PlainEmpty, Section } from '../components';
import { callerName } from '../edges/callerName';
import { EdgeTable } from '../edges/EdgeTable';

/** The services of a DAG, each with the state of its edge. */
export function DagServices(props: { details: DagDetails }) {
  const { edges, ref } = props.details;
  return (
    <Section title="Services">
      {edges.length === 0 ? (
        <PlainEmpty>
          This DAG declares no service, none was seen, and no grant is live. To
          declare one, add an inlet x-mesh-service://mesh/service, a tag
          calls:service, or a calls: list in the front matter of doc_md.
        </PlainEmpty>
      ) : (
        <EdgeTable
          label="Services of this DAG"
          edges={edges.map(edge => ({
            edge,
            otherRef: edge.service,
            otherName:
              edge.serviceSummary?.displayName ??
              edge.unresolved ??
              edge.service ??
              '',
            otherHint: hintOf(edge),
            source: ref,
            destination: edge.service,
            port:
              edge.permitted.ports[0]?.port ??
              edge.serviceSummary?.ports[0]?.port,
          }))}
          otherTitle="Service"
        />
      )}
    </Section>
  );
}

function hintOf({ serviceSummary, caller }: DagDetails['edges'][number]) {
  if (!serviceSummary) return 'No service of this name is known';
  const at = `${serviceSummary.controlPlane} / ${serviceSummary.mesh}`;
  if (!caller) return at;
  return `${at}; called from the identity ${callerName(
    caller,
  )}, counted once: could be of this DAG or ${counted(
    caller.total - 1,
    'other',
  )}`;
}
