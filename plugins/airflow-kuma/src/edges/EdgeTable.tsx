import { Edge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  DataColumn,
  DataTable,
  EdgeStateChip,
  RequestAccessButton,
} from '../components';
import { ExplainLink } from '../explain/ExplainLink';
import { useOffers } from '../hooks/useOffers';
import {
  DeclaredFacetText,
  ObservedFacetText,
  PermittedFacetText,
} from './facets';

/** An edge as seen from one of its ends. */
export type EdgeRow = {
  edge: Edge;
  /** The other end; absent where the declaration resolves to nothing. */
  otherRef?: string;
  otherName: string;
  otherHint?: string;
  source: string;
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
      destination && canBeRequested(edge)
        ? [{ source, destination, port }]
        : [],
    ),
  );
  const columns: DataColumn<EdgeRow>[] = [
    {
      title: props.otherTitle,
      render: row => (
        <>
          {row.otherRef ? (
            <EntityRefLink entityRef={row.otherRef}>
              {row.otherName}
            </EntityRefLink>
          ) : (
            row.otherName
          )}
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
              source={row.source}
              destination={row.destination}
              port={row.port}
              about={row.otherName}
            />{' '}
            {canBeRequested(row.edge) && (
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
      rowKey={({ edge }) => `${edge.dag} ${edge.service ?? edge.unresolved}`}
      empty="No edge."
    />
  );
}

/** A permission helps only where the mesh denies now. */
export function canBeRequested(edge: Edge): boolean {
  return edge.permitted.outcome === 'deny';
}
