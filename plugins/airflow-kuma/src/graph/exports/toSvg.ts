import { Tone } from '../../components/status/tones';
import { EDGE_STATES } from '../../components/status/edgeStates';
import { edgeLook } from '../canvas/edgeLook';
import { labelsOfLines, placeLabels } from '../canvas/placeLabels';
import { openGroups } from '../canvas/toFlowNodes';
import { closedBoxes, curvesOf } from '../canvas/useLines';
import { NOT_WELL } from '../../edges/health';
import { healthSign } from '../canvas/healthSign';
import { Point } from '../layout/types';
import { Picture } from '../layout/useLayout';

/** Colours of the exported picture. */
export type SvgColors = {
  tones: Record<Tone, string>;
  text: string;
  background: string;
  box: string;
};

const MARGIN = 24;
/** Letters of a label that fit into a box at this size. */
const LABEL_LETTERS = 28;

/** The picture as an SVG file, complete in itself. */
export function toSvg(picture: Picture, colors: SvgColors): string {
  const { answer, lines: readable, layout } = picture;
  const width = Math.ceil(layout.width + 2 * MARGIN);
  const height = Math.ceil(layout.height + 2 * MARGIN);
  const open = openGroups(answer.nodes);
  const boxes = [...answer.nodes]
    // Groups first, so that what is in them is drawn on top.
    .sort((a, b) => Number(open.has(b.id)) - Number(open.has(a.id)))
    .flatMap(node => {
      const box = layout.absolute.get(node.id);
      if (!box) return [];
      const look = node.worst && EDGE_STATES[node.worst];
      const radius = node.kind.includes('service') ? box.height / 2 : 4;
      const texts = open.has(node.id)
        ? [line(box.x + 12, box.y + 22, 14, node.label)]
        : [
            line(box.x + 16, box.y + 24, 14, node.label),
            line(
              box.x + 16,
              box.y + 42,
              11,
              [look && `${look.label}:`, node.sublabel]
                .filter(Boolean)
                .join(' '),
            ),
          ];
      return [
        `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${
          box.height
        }" rx="${radius}" fill="${
          open.has(node.id) ? 'none' : colors.box
        }" stroke="${look ? colors.tones[look.tone] : colors.text}"/>`,
        ...texts,
      ];
    });
  const curves = curvesOf(readable.drawn, layout);
  const labels = new Map(
    placeLabels(
      labelsOfLines(readable.drawn, curves),
      closedBoxes(answer.nodes, layout).values(),
    ).map(label => [label.id, label]),
  );
  const lines = readable.drawn.flatMap(edge => {
    const curve = curves.get(edge.id);
    if (!curve) return [];
    const look = edgeLook(edge);
    const label = labels.get(edge.id);
    const color = colors.tones[look.tone];
    return [
      `<path d="${curve.path}" fill="none" stroke="${color}" stroke-width="${
        look.width
      }"${look.dash ? ` stroke-dasharray="${look.dash}"` : ''}/>`,
      label
        ? `<text x="${label.at.x}" y="${
            label.at.y
          }" font-size="11" text-anchor="middle" fill="${colors.text}">${escape(
            label.text,
          )}</text>`
        : '',
      label?.signAt ? signOf(label.signAt, colors) : '',
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" font-family="sans-serif" color="${
      colors.text
    }">`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="${
      colors.background
    }"/>`,
    ...lines,
    ...boxes,
    '</svg>',
  ]
    .filter(Boolean)
    .join('\n');
}

function signOf(at: Point, colors: SvgColors): string {
  const { triangle, mark } = healthSign(at);
  return `<path d="${triangle}" fill="${
    colors.tones[NOT_WELL.tone]
  }"/><path d="${mark}" fill="none" stroke="${
    colors.background
  }" stroke-width="1.5"/>`;
}

function line(x: number, y: number, size: number, text: string): string {
  const short =
    text.length > LABEL_LETTERS ? `${text.slice(0, LABEL_LETTERS - 1)}…` : text;
  return `<text x="${x}" y="${y}" font-size="${size}" fill="currentColor">${escape(
    short,
  )}</text>`;
}

/** No text of XML, not even escaped: one of them would cost the picture. */
const NO_XML = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

function escape(text: string): string {
  return text
    .replace(NO_XML, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
