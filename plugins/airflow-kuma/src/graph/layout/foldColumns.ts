import { COLUMN_GAP, ROW_GAP } from './sizes';
import { Box } from './types';

/** Screens are wider than high. */
const WANTED_RATIO = 1.6;
/** Short columns read best as they are: folded, boxes stand on lines. */
const FOLD_ABOVE_ROWS = 16;
/** Columns of one layer stand close: no curve has to turn between them. */
const FOLD_GAP = 24;

/**
 * A layered layout of many DAGs and few layers is a tower that nobody can read
 * at any zoom. Layers that are too tall become several columns, in ELK's order.
 */
export function foldColumns(boxes: Map<string, Box>): Map<string, Box> {
  const layers = layersOf(boxes);
  const tallest = Math.max(0, ...layers.map(layer => layer.length));
  if (tallest <= FOLD_ABOVE_ROWS) return boxes;
  const rows = rowsFor(layers, tallest);
  const folded = new Map<string, Box>();
  let left = 0;
  for (const layer of layers) {
    const width = Math.max(...layer.map(([, box]) => box.width));
    const rowHeight = Math.max(...layer.map(([, box]) => box.height)) + ROW_GAP;
    const columns = Math.ceil(layer.length / rows);
    const perColumn = Math.ceil(layer.length / columns);
    for (const [index, [id, box]] of layer.entries()) {
      const column = Math.floor(index / perColumn);
      folded.set(id, {
        ...box,
        x: left + column * (width + FOLD_GAP),
        y: (index % perColumn) * rowHeight,
      });
    }
    left += columns * (width + FOLD_GAP) - FOLD_GAP + COLUMN_GAP;
  }
  return folded;
}

/** Boxes by column, left to right, each column top to bottom. */
function layersOf(boxes: Map<string, Box>): [string, Box][][] {
  const layers = new Map<number, [string, Box][]>();
  for (const entry of boxes) {
    // Boxes of different widths are centred in their layer.
    const centre = Math.round(entry[1].x + entry[1].width / 2);
    const layer = layers.get(centre);
    if (layer) layer.push(entry);
    else layers.set(centre, [entry]);
  }
  return [...layers.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, layer]) => layer.sort(([, a], [, b]) => a.y - b.y));
}

/** The number of rows that comes closest to the shape of a screen. */
function rowsFor(layers: [string, Box][][], tallest: number): number {
  const [, sample] = layers[0][0];
  const columnWidth = sample.width + FOLD_GAP;
  const rowHeight = sample.height + ROW_GAP;
  let best = tallest;
  let bestDistance = Infinity;
  for (let rows = FOLD_ABOVE_ROWS; rows <= tallest; rows += 1) {
    const width = layers.reduce(
      (sum, layer) =>
        sum + Math.ceil(layer.length / rows) * columnWidth + COLUMN_GAP,
      0,
    );
    const distance = Math.abs(
      Math.log(width / (rows * rowHeight) / WANTED_RATIO),
    );
    if (distance < bestDistance) {
      bestDistance = distance;
      best = rows;
    }
  }
  return best;
}
