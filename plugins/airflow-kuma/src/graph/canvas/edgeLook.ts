import {
  edgeHealth,
  GraphEdge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EDGE_STATES, Tone } from '../../components/status';
import { deniedInShort, deniedInWords } from '../../edges/deniedInWords';
import { observedFigures } from '../../edges/facets';

/** How an edge is drawn: colour, dash, width and text, never colour alone. */
export type EdgeLook = {
  tone: Tone;
  dash?: string;
  width: number;
  /** Text on the line; empty where the line says enough. */
  text: string;
  /** The same without figures, for where there is little room. */
  short: string;
  /** What must be said even there where that has no room. */
  shortest?: string;
  /** A sign stands before the words: these calls do not fare well. */
  sign?: boolean;
};

const CHANGES = {
  added: { tone: 'ok', mark: '+ new' },
  removed: { tone: 'error', mark: '− gone' },
  changed: { tone: 'warning', mark: '~ changed' },
  same: { tone: 'neutral', mark: '' },
} as const;

/** Look of an edge; in a comparison what changed comes first. */
export function edgeLook(edge: GraphEdge): EdgeLook {
  const count = edge.total > 1 ? `${edge.total}×` : '';
  if (edge.change) {
    const { tone, mark } = CHANGES[edge.change];
    const text = [count, mark].filter(Boolean).join(' ');
    return {
      tone,
      dash: edge.change === 'removed' ? '3 5' : undefined,
      width: edge.change === 'same' ? 1 : 3,
      text,
      short: text,
    };
  }
  if (edge.kind === 'dag') {
    const text = count || 'triggers';
    return { tone: 'neutral', dash: '6 2', width: 1, text, short: text };
  }
  if (edge.kind === 'runs-as') {
    // Many of them begin at one identity: a word on each would be a carpet.
    return {
      tone: 'neutral',
      dash: '1 2',
      width: 1,
      text: count,
      short: count,
    };
  }
  const { tone, dash, width, mark } = EDGE_STATES[edge.state ?? 'unknown'];
  const health = healthOf(edge);
  const state = [count, mark].filter(Boolean).join(' ');
  const words = [state, deniedInWords(edge), health].filter(Boolean);
  return {
    tone,
    dash,
    // A bundle is thicker the more it stands for, up to a point.
    width: width + Math.min(Math.log2(Math.max(edge.total, 1)) / 2, 3),
    text: [words.join(', '), figuresOf(edge)].filter(Boolean).join(', '),
    short: words.join(', '),
    shortest: deniedInShort(edge) ?? health,
    ...(health && { sign: true }),
  };
}

/** How calls fare; colour says whether they may be made. */
function healthOf({ edge, ailing, total }: GraphEdge): string | undefined {
  const health = edge && edgeHealth(edge.observed);
  if (health) return health.words;
  return ailing && total > 1 ? `${ailing} not well` : undefined;
}

function figuresOf({ edge }: GraphEdge): string | undefined {
  if (!edge || edge.observed.toldAt !== undefined) return undefined;
  // The sign has said what is not well.
  const { what } = edgeHealth(edge.observed) ?? {};
  const isSaid = what === 'errors' || edge.observed.outcome === 'denied';
  return observedFigures({
    ...edge.observed,
    ...(isSaid && { errorShare: undefined }),
    ...(what === 'slow' && { p95Milliseconds: undefined }),
  });
}
