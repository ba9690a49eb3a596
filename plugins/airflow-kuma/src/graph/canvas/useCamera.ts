import { GraphAnswer } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useReactFlow, Viewport } from '@xyflow/react';
import { RefObject, useEffect, useRef } from 'react';
import { Box, Layout } from '../layout/types';
import { Picture } from '../layout/useLayout';
import { openGroups } from './toFlowNodes';

/** Below this the text of a node is too small. */
const READABLE_ZOOM = 0.6;
const FIT = { padding: 0.06 };
const FLIGHT = { duration: 300 };

/**
 * Shows all of a new picture, and flies to what is selected when it is out of
 * sight or too small to read. Returns what shows all of it again.
 */
export function useCamera(
  { answer, layout }: Picture,
  selected: string | undefined,
  frame: RefObject<HTMLElement>,
): () => void {
  const flow = useReactFlow();
  const shown = useRef<Layout>();
  const fit = () =>
    flow.fitBounds(
      { x: 0, y: 0, width: layout.width, height: layout.height },
      FIT,
    );
  useEffect(() => {
    const isNew = shown.current !== layout;
    shown.current = layout;
    const size = {
      width: frame.current?.clientWidth ?? 0,
      height: frame.current?.clientHeight ?? 0,
    };
    const box =
      selected === undefined ? undefined : boxOf(answer, layout, selected);
    if (!box || selected === undefined) {
      if (isNew) fit();
    } else if (openGroups(answer.nodes).has(selected)) {
      // As a whole: the middle of an open group says nothing.
      flow.fitBounds(box, { ...FIT, ...FLIGHT });
    } else if (isNew && fitsReadably(layout, size)) {
      fit();
    } else if (isNew || !isReadable(box, flow.getViewport(), size)) {
      flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, {
        zoom: Math.max(flow.getZoom(), READABLE_ZOOM),
        ...FLIGHT,
      });
    }
    // A poll that brings a new answer for the same places must not move the view.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected, layout, flow]);
  return fit;
}

/** Where a node is, or the start of a line. */
function boxOf(
  answer: GraphAnswer,
  layout: Layout,
  selected: string,
): Box | undefined {
  const edge = answer.edges.find(({ id }) => id === selected);
  return layout.absolute.get(edge ? edge.source : selected);
}

type Size = { width: number; height: number };

function fitsReadably(picture: Size, screen: Size): boolean {
  const room = 1 - 2 * FIT.padding;
  return (
    Math.min(
      (screen.width * room) / picture.width,
      (screen.height * room) / picture.height,
    ) >= READABLE_ZOOM
  );
}

/** Whether all of a box is on the screen, large enough to read. */
export function isReadable(
  box: Box,
  { x, y, zoom }: Viewport,
  screen: Size,
): boolean {
  const left = box.x * zoom + x;
  const top = box.y * zoom + y;
  return (
    zoom >= READABLE_ZOOM &&
    left >= 0 &&
    top >= 0 &&
    left + box.width * zoom <= screen.width &&
    top + box.height * zoom <= screen.height
  );
}
