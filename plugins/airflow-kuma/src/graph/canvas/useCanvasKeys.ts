import { KeyboardEvent } from 'react';
import { Box } from '../layout/types';
import { Direction, nextNode } from './nextNode';

const ARROWS: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** What the keys of the canvas do. */
export type CanvasCommands = {
  select: (id: string | undefined) => void;
  activate: (id: string) => void;
  zoomIn: () => void;
  zoomOut: () => void;
  fit: () => void;
  table: () => void;
  search: () => void;
};

/** Help text; the keys below and this list change together. */
export const KEY_HELP =
  'Arrow keys move between nodes, Enter opens a group or closes it, F shows everything, plus and minus zoom, slash searches, T shows the table, Escape clears the selection.';

/** Makes the canvas operable without a mouse. */
export function useCanvasKeys(
  boxes: Map<string, Box>,
  selected: string | undefined,
  commands: CanvasCommands,
): (event: KeyboardEvent) => void {
  return event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const run = (command: () => void) => {
      event.preventDefault();
      command();
    };
    const direction = ARROWS[event.key];
    if (direction) {
      run(() => {
        const next = nextNode(boxes, selected, direction);
        if (next !== undefined) commands.select(next);
      });
      return;
    }
    switch (event.key) {
      case 'Enter':
        if (selected !== undefined) run(() => commands.activate(selected));
        break;
      case 'Escape':
        run(() => commands.select(undefined));
        break;
      case '+':
      case '=':
        run(commands.zoomIn);
        break;
      case '-':
        run(commands.zoomOut);
        break;
      case 'f':
        run(commands.fit);
        break;
      case 't':
        run(commands.table);
        break;
      case '/':
        run(commands.search);
        break;
      default:
    }
  };
}
