import {
  Edge,
  edgeDags,
  edgeSource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';
import {
  DataColumn,
  DataTable,
  EdgeStateChip,
  RequestAccessButton,
  EntityName,
} from '../components';
import { ExplainLink } from '../explain/ExplainLink';
import { useOffers } from '../hooks/useOffers';
import {
  DeclaredFacetText,
  ObservedFacetText,
  PermittedFacetText,
} from './facets';
import { HealthChip } from './health';

/** An edge as seen from one of its ends. */
export type EdgeRow = {
  edge: Edge;
  /** The other end; absent where the declaration resolves to nothing. */
  otherRef?: string;
  otherName: string;
  otherHint?: ReactNode;
  /** The DAG that may ask for access; absent where nobody can tell which it is. */
  source?: string;
  destination?: string;
  port?: number;
};

/** Edges of one DAG or one service with the three facets. */
export function EdgeTable(props: {
  label: string;
  otherTitle: string;
  edges: EdgeRow[];
}) {
  const offerOf = useOffers(
    props.edges.flatMap(({ edge, source, destination, port }) =>
      source && destination && canBeRequested(edge)
        ? [{ source, destination, port }]
        : [],
    ),
  );
  const asking = rowsThatAsk(props.edges);
  const columns: DataColumn<EdgeRow>[] = [
    {
      title: props.otherTitle,
      render: row => (
        <>
          <EntityName entityRef={row.otherRef} name={row.otherName} />
          {row.otherHint && (
            <Typography variant="caption" color="textSecondary" component="div">
              {row.otherHint}
            </Typography>
          )}
        </>
      ),
    },
    {
      title: 'State',
      render: ({ edge }) => (
        <>
          <EdgeStateChip state={edge.state} reason={edge.reason} />
          <HealthChip observed={edge.observed} />
          <Typography variant="caption" color="textSecondary" component="div">
            {edge.reason}
          </Typography>
        </>
      ),
    },
    {
      title: 'Declared',
      render: ({ edge }) => <DeclaredFacetText declared={edge.declared} />,
    },
    {
      title: 'Permitted',
      render: ({ edge }) => <PermittedFacetText permitted={edge.permitted} />,
    },
    {
      title: 'Observed',
      render: ({ edge }) => <ObservedFacetText observed={edge.observed} />,
    },
    {
      title: 'Actions',
      render: row =>
        row.destination && (
          <>
            <ExplainLink
              source={row.source ?? edgeDags(row.edge)[0]}
              destination={row.destination}
              port={row.port}
              about={row.otherName}
            />{' '}
            {row.source && asking.has(row) && (
              <RequestAccessButton
                small
                source={row.source}
                destination={row.destination}
                port={row.port}
                about={row.otherName}
                requests={row.edge.requests}
                offer={offerOf({
                  source: row.source,
                  destination: row.destination,
                })}
              />
            )}
          </>
        ),
    },
  ];
  return (
    <DataTable
      label={props.label}
      columns={columns}
      rows={props.edges}
      rowKey={({ edge }) =>
        `${edgeSource(edge)} ${edge.service ?? edge.unresolved}`
      }
      empty="No edge."
    />
  );
}

/**
 * The rows that offer to ask: each pair of a DAG and a service once, though a
 * DAG may declare what its shared identity was seen calling. Its own row knows
 * the port.
 */
export function rowsThatAsk(rows: EdgeRow[]): Set<EdgeRow> {
  const asking = new Map<string, EdgeRow>();
  for (const row of rows) {
    const { edge, source, destination } = row;
    if (!source || !destination || !canBeRequested(edge)) continue;
    const pair = `${source} ${destination}`;
    if (!asking.has(pair) || edge.dag === source) asking.set(pair, row);
  }
  return new Set(asking.values());
}

/** A permission helps only where the mesh denies now. */
export function canBeRequested(edge: Edge): boolean {
  return edge.permitted.outcome === 'deny';
}
