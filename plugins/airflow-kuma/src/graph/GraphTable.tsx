import {
  edgeHealth,
  GraphAnswer,
  GraphEdge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import {
  DataColumn,
  DataTable,
  EdgeCountChips,
  EdgeStateChip,
  EntityName,
  StatusChip,
} from '../components';
import { CouldBe } from '../edges/CouldBe';
import { DeniedChip } from '../edges/DeniedChip';
import {
  DeclaredFacetText,
  ObservedFacetText,
  PermittedFacetText,
} from '../edges/facets';
import { HealthChip, NOT_WELL } from '../edges/health';
import { labelsOf } from './canvas/describe';

const PAGE = 50;
const KINDS = { access: 'calls', dag: 'starts', 'runs-as': 'runs as' };

const facetColumns: DataColumn<GraphEdge>[] = [
  { title: 'Edges', render: edge => edge.total },
  {
    title: 'Declared',
    render: ({ edge }) =>
      edge ? <DeclaredFacetText declared={edge.declared} /> : '–',
  },
  {
    title: 'Permitted',
    render: ({ edge }) =>
      edge ? <PermittedFacetText permitted={edge.permitted} /> : '–',
  },
  {
    title: 'Observed',
    render: ({ edge }) =>
      edge ? <ObservedFacetText observed={edge.observed} /> : '–',
  },
];

/** How calls fare, apart from whether they may be made. */
function healthCell({ edge, ailing, total }: GraphEdge) {
  if (edge && edgeHealth(edge.observed)) {
    return <HealthChip observed={edge.observed} />;
  }
  return ailing ? (
    <StatusChip {...NOT_WELL} label={`${ailing} of ${total} not well`} />
  ) : (
    '–'
  );
}

/** The accessible twin of the canvas: every line is a row. */
export function GraphTable(props: {
  answer: GraphAnswer;
  /** Without it, names lead to the entities and there are no details. */
  onSelect?: (id: string) => void;
  /** For a card: the state of each line, without what it comes from. */
  short?: boolean;
}) {
  const { answer, onSelect, short = false } = props;
  const [page, setPage] = useState({ offset: 0, limit: PAGE });
  const labels = labelsOf(answer.nodes);
  const refs = new Map(answer.nodes.map(({ id, ref }) => [id, ref]));
  const name = (id: string) => {
    const label = labels.get(id) ?? id;
    if (!onSelect) {
      return <EntityName entityRef={refs.get(id)} name={label} />;
    }
    return (
      <Button
        size="small"
        style={{ textTransform: 'none' }}
        onClick={() => onSelect(id)}
      >
        {label}
      </Button>
    );
  };
  const columns: DataColumn<GraphEdge>[] = [
    {
      title: 'From',
      render: ({ source, edge }) => (
        <>
          {name(source)}
          {edge?.caller && (
            <Typography variant="caption" component="div">
              <CouldBe
                dags={edge.caller.couldBe.map(ref => ({
                  ref,
                  name: labels.get(ref),
                }))}
                total={edge.caller.total}
              />
            </Typography>
          )}
        </>
      ),
    },
    { title: 'Relation', render: edge => KINDS[edge.kind] },
    { title: 'To', render: edge => name(edge.target) },
    {
      title: 'State',
      render: edge =>
        edge.edge ? (
          <EdgeStateChip state={edge.edge.state} reason={edge.edge.reason} />
        ) : (
          <EdgeCountChips counts={edge.counts} />
        ),
    },
    { title: 'Health', render: healthCell },
    ...(answer.edges.some(({ denied }) => denied)
      ? [
          {
            title: 'Denied',
            render: (edge: GraphEdge) => <DeniedChip edge={edge} />,
          },
        ]
      : []),
    ...(short ? [] : facetColumns),
    ...(answer.edges.some(edge => edge.change)
      ? [
          {
            title: 'Change',
            render: (edge: GraphEdge) => edge.change ?? '–',
          },
        ]
      : []),
    ...(onSelect
      ? [
          {
            title: 'Details',
            render: (edge: GraphEdge) => (
              <Button size="small" onClick={() => onSelect(edge.id)}>
                Details
              </Button>
            ),
          },
        ]
      : []),
  ];
  const { offset, limit } = page;
  return (
    <DataTable
      label="Graph as a table"
      columns={columns}
      rows={answer.edges.slice(offset, offset + limit)}
      rowKey={edge => edge.id}
      empty="No dependency fits. Clear filters, or widen the focus."
      paging={{ offset, limit, total: answer.edges.length, onChange: setPage }}
    />
  );
}
