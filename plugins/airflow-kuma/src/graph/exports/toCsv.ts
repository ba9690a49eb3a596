import {
  edgeHealth,
  GraphEdge,
  GraphNode,
  toCsvLine,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { labelsOf } from '../canvas/describe';

const HEADER = [
  'from',
  'from_ref',
  'to',
  'to_ref',
  'kind',
  'state',
  'edges',
  'declared',
  'permitted',
  'lacks',
  'observed',
  'could_be',
  'health',
  'denied',
  'change',
];

/** The lines of the picture as CSV. */
export function toCsv(nodes: GraphNode[], edges: GraphEdge[]): string {
  const labels = labelsOf(nodes);
  const rows = edges.map(edge => [
    labels.get(edge.source) ?? edge.source,
    edge.source,
    labels.get(edge.target) ?? edge.target,
    edge.target,
    edge.kind,
    edge.state ?? '',
    String(edge.total),
    edge.edge ? edge.edge.declared.map(({ text }) => text).join('; ') : '',
    edge.edge?.permitted.outcome ?? '',
    edge.edge?.permitted.lacks ?? '',
    edge.edge?.observed.outcome ?? '',
    edge.edge?.caller?.couldBe.join('; ') ?? '',
    healthOf(edge),
    edge.denied?.last ?? '',
    edge.change ?? '',
  ]);
  return [HEADER, ...rows].map(toCsvLine).join('');
}

function healthOf({ edge, ailing }: GraphEdge): string {
  const health = edge && edgeHealth(edge.observed);
  return health?.words ?? (ailing ? `${ailing} not well` : '');
}
