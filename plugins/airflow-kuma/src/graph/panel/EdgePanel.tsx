import {
  Edge,
  GraphAnswer,
  GraphEdge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import {
  EdgeCountChips,
  EdgeStateChip,
  ExternalLink,
  Facts,
  RequestAccessButton,
} from '../../components';
import { canBeRequested } from '../../edges/EdgeTable';
import {
  DeclaredFacetText,
  ObservedFacetText,
  PermittedFacetText,
} from '../../edges/facets';
import { ExplainLink } from '../../explain/ExplainLink';
import { useOffers } from '../../hooks/useOffers';
import { describeEdge, labelsOf } from '../canvas/describe';
import type { PanelActions } from './SidePanel';

/** A line: its three facets with evidence, or what a bundle stands for. */
export function EdgePanel(
  props: PanelActions & { edge: GraphEdge; answer: GraphAnswer },
) {
  const { edge, answer, onSelect } = props;
  const labels = labelsOf(answer.nodes);
  return (
    <>
      <Typography variant="h6" component="h2">
        {describeEdge(edge, labels)}
      </Typography>
      <div>
        {[edge.source, edge.target].map(id => (
          <Button key={id} size="small" onClick={() => onSelect(id)}>
            {labels.get(id) ?? id}
          </Button>
        ))}
      </div>
      {edge.edge ? (
        <Facets
          edge={edge.edge}
          about={labels.get(edge.target) ?? edge.target}
        />
      ) : (
        <>
          <EdgeCountChips counts={edge.counts} />
          <Typography variant="body2">
            {edge.total > 1
              ? `This line stands for ${edge.total} edges. Open the groups at its ends to see each.`
              : ''}
          </Typography>
        </>
      )}
    </>
  );
}

function Facets(props: { edge: Edge; about: string }) {
  const { edge, about } = props;
  const port = edge.permitted.ports[0]?.port;
  const pair = edge.service
    ? { source: edge.dag, destination: edge.service, port }
    : undefined;
  const offerOf = useOffers(pair && canBeRequested(edge) ? [pair] : []);
  return (
    <>
      <EdgeStateChip state={edge.state} />
      <Typography variant="body2" gutterBottom>
        {edge.reason}
      </Typography>
      {edge.service && (
        <div>
          <ExplainLink
            source={edge.dag}
            destination={edge.service}
            port={port}
            about={about}
          />
          {canBeRequested(edge) && (
            <RequestAccessButton
              small
              source={edge.dag}
              destination={edge.service}
              port={port}
              about={about}
              requests={edge.requests}
              offer={pair && offerOf(pair)}
            />
          )}
        </div>
      )}
      <Facts
        narrow
        facts={[
          {
            label: 'Declared',
            value: <DeclaredFacetText declared={edge.declared} />,
          },
          {
            label: 'Permitted',
            value: (
              <>
                <PermittedFacetText permitted={edge.permitted} />
                <div>{edge.permitted.reason}</div>
                {edge.permitted.ports.map(
                  ({ port: number, portName, verdict }) => (
                    <div key={number}>
                      {`${portName ? `${portName} ` : ''}${number}: ${
                        verdict.reason
                      }`}
                      {verdict.decidedBy &&
                        ` (${verdict.decidedBy.policy.name}, rule ${
                          verdict.decidedBy.index + 1
                        })`}
                    </div>
                  ),
                )}
              </>
            ),
          },
          {
            label: 'Observed',
            value: (
              <>
                <ObservedFacetText observed={edge.observed} />
                <div>{edge.observed.reason}</div>
                {edge.observed.traceUrl && (
                  <ExternalLink url={edge.observed.traceUrl} text="Traces" />
                )}
                {edge.observed.evidence.map(({ source, text }) => (
                  <div key={`${source} ${text}`}>
                    {`${source}: `}
                    <ExternalLink url={text} text={text} />
                  </div>
                ))}
              </>
            ),
          },
          { label: 'Grants', value: edge.grants.join(', ') },
        ]}
      />
    </>
  );
}
