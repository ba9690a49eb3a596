import {
  Edge,
  edgeDags,
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
  StatusChip,
} from '../../components';
import { CouldBe } from '../../edges/CouldBe';
import { DeniedChip } from '../../edges/DeniedChip';
import { canBeRequested } from '../../edges/EdgeTable';
import {
  DeclaredFacetText,
  ObservedFacetText,
  PermittedFacetText,
} from '../../edges/facets';
import { HealthChip, NOT_WELL } from '../../edges/health';
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
        <>
          <EdgeStateChip state={edge.edge.state} />
          <HealthChip observed={edge.edge.observed} />
          <DeniedChip edge={edge} />
          <Facets
            edge={edge.edge}
            about={labels.get(edge.target) ?? edge.target}
            labels={labels}
          />
        </>
      ) : (
        <>
          <EdgeCountChips counts={edge.counts} />
          {edge.ailing && (
            <StatusChip
              {...NOT_WELL}
              label={`${edge.ailing} of ${edge.total} not well`}
            />
          )}
          <DeniedChip edge={edge} />
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

function Facets(props: {
  edge: Edge;
  about: string;
  labels: Map<string, string>;
}) {
  const { edge, about, labels } = props;
  const { caller } = edge;
  const port = edge.permitted.ports[0]?.port;
  const pair =
    edge.dag && edge.service
      ? { source: edge.dag, destination: edge.service, port }
      : undefined;
  const offerOf = useOffers(pair && canBeRequested(edge) ? [pair] : []);
  return (
    <>
      <Typography variant="body2" gutterBottom>
        {edge.reason}
      </Typography>
      {caller && (
        <Typography variant="body2" gutterBottom>
          {'The caller '}
          <CouldBe
            dags={caller.couldBe.map(ref => ({ ref, name: labels.get(ref) }))}
            total={caller.total}
          />
          .
        </Typography>
      )}
      {edge.service && (
        <div>
          <ExplainLink
            source={edgeDags(edge)[0]}
            destination={edge.service}
            port={port}
            about={about}
          />
          {pair && canBeRequested(edge) && (
            <RequestAccessButton
              small
              source={pair.source}
              destination={pair.destination}
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
