import { GraphEdge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Box, Point } from '../layout/types';
import { edgeLook } from './edgeLook';
import { EdgeCurve } from './edgePath';

/** Words that want to stand on a line: the text, and a shorter one. */
export type Label = {
  id: string;
  text: string;
  short: string;
  shortest?: string;
  /** Room is kept for a sign before the words. */
  sign?: boolean;
  points: Point[];
};

/** Words on a line, and the middle of them. */
export type PlacedLabel = {
  id: string;
  text: string;
  at: Point;
  /** Where its sign stands, if it has one: the middle of it. */
  signAt?: Point;
};

/** Of a letter at the size of labels, on average. */
const LETTER_WIDTH = 5.8;
const LABEL_HEIGHT = 16;
const SIGN_WIDTH = 16;
const MARGIN = 6;
/** Where on its line a label may stand, the best place first. */
const PLACES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78, 0.15, 0.85];

const CELL = 128;

/** Boxes by the squares that they touch, so that only near ones are compared. */
class Cells {
  readonly #cells = new Map<string, Box[]>();

  add(box: Box) {
    for (const key of this.#keysOf(box)) {
      const known = this.#cells.get(key);
      if (known) known.push(box);
      else this.#cells.set(key, [box]);
    }
  }

  meets(box: Box): boolean {
    for (const key of this.#keysOf(box)) {
      if (this.#cells.get(key)?.some(other => overlap(box, other))) return true;
    }
    return false;
  }

  *#keysOf({ x, y, width, height }: Box) {
    for (let i = cell(x); i <= cell(x + width); i += 1) {
      for (let j = cell(y); j <= cell(y + height); j += 1) yield `${i} ${j}`;
    }
  }
}

function cell(value: number): number {
  return Math.floor(value / CELL);
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width &&
    b.x < a.x + a.width &&
    a.y < b.y + b.height &&
    b.y < a.y + a.height
  );
}

/**
 * Finds a place for each label on its line where it covers neither a box nor
 * another label, with a shorter text where there is little room. What finds none
 * is left out: a text behind a box helps nobody, and it is shown as soon as its
 * line is selected. Labels come in the order of their worth.
 */
export function placeLabels(
  labels: Label[],
  boxes: Iterable<Box>,
): PlacedLabel[] {
  const taken = new Cells();
  for (const box of boxes) taken.add(box);
  return labels.flatMap(label => {
    const { text, short, shortest = '', points, sign = false } = label;
    for (const words of new Set([text, short, shortest].filter(Boolean))) {
      for (const share of PLACES) {
        const at = pointAt(points, share);
        const room = roomOf(words, at, sign);
        if (taken.meets(room)) continue;
        taken.add(room);
        return [placed(label, words, at)];
      }
    }
    return [];
  });
}

/** The lines that have something to say, the heaviest first. */
export function labelsOfLines(
  edges: GraphEdge[],
  curves: Map<string, EdgeCurve>,
): Label[] {
  return [...edges]
    .sort((a, b) => b.total - a.total)
    .flatMap(edge => {
      const points = curves.get(edge.id)?.points;
      const { text, short, shortest, sign } = edgeLook(edge);
      return points && text
        ? [{ id: edge.id, text, short, shortest, sign, points }]
        : [];
    });
}

/** The middle of a line by its length. */
export function middleOf(points: Point[]): Point {
  return pointAt(points, 0.5);
}

/** Words at a place, with their sign before them. */
export function placed(
  { id, sign }: Pick<Label, 'id' | 'sign'>,
  text: string,
  at: Point,
): PlacedLabel {
  const signAt = {
    x: at.x - (text.length * LETTER_WIDTH) / 2 - SIGN_WIDTH / 2,
    y: at.y,
  };
  return { id, text, at, ...(sign && { signAt }) };
}

function roomOf(text: string, { x, y }: Point, sign: boolean): Box {
  const words = text.length * LETTER_WIDTH + MARGIN;
  const width = words + (sign ? SIGN_WIDTH : 0);
  return {
    x: x - words / 2 - (sign ? SIGN_WIDTH : 0),
    y: y - LABEL_HEIGHT / 2,
    width,
    height: LABEL_HEIGHT,
  };
}

function pointAt(points: Point[], share: number): Point {
  const lengths = points
    .slice(1)
    .map((point, index) =>
      Math.hypot(point.x - points[index].x, point.y - points[index].y),
    );
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [index, length] of lengths.entries()) {
    if (left <= length && length > 0) {
      const from = points[index];
      const to = points[index + 1];
      return {
        x: from.x + ((to.x - from.x) * left) / length,
        y: from.y + ((to.y - from.y) * left) / length,
      };
    }
    left -= length;
  }
  return points[points.length - 1];
}
