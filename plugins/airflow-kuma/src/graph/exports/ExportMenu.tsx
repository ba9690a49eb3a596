import { BackstageTheme } from '@backstage/theme';
import Button from '@material-ui/core/Button';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import { useTheme } from '@material-ui/core/styles';
import { useState } from 'react';
import { saveFile } from '../../audit/saveFile';
import { Notice, toneColors } from '../../components';
import { useAction } from '../../hooks/useAction';
import { Picture } from '../layout/useLayout';
import { toCsv } from './toCsv';
import { toMermaid } from './toMermaid';
import { toPng } from './toPng';
import { toSvg } from './toSvg';

type Format = 'svg' | 'png' | 'mermaid' | 'csv';

const FORMATS: Record<Format, { label: string; file: string }> = {
  svg: { label: 'SVG', file: 'graph.svg' },
  png: { label: 'PNG', file: 'graph.png' },
  mermaid: { label: 'Mermaid', file: 'graph.mmd' },
  csv: { label: 'CSV', file: 'graph.csv' },
};

/** Saves what is shown. */
export function ExportMenu(props: { picture?: Picture }) {
  const { picture } = props;
  const theme = useTheme<BackstageTheme>();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const { run, error } = useAction();
  const make = async (format: Format): Promise<Blob> => {
    const { nodes, edges } = picture!.answer;
    if (format === 'csv')
      return new Blob([toCsv(nodes, edges)], { type: 'text/csv' });
    if (format === 'mermaid')
      return new Blob([toMermaid(nodes, picture!.lines.drawn)]);
    const svg = toSvg(picture!, {
      tones: toneColors(theme),
      text: theme.palette.text.primary,
      background: theme.palette.background.default,
      box: theme.palette.background.paper,
    });
    return format === 'png'
      ? toPng(svg)
      : new Blob([svg], { type: 'image/svg+xml' });
  };
  const save = (format: Format) => {
    setAnchor(undefined);
    run(async () => saveFile(await make(format), FORMATS[format].file));
  };
  return (
    <>
      <Button
        size="small"
        disabled={!picture}
        aria-haspopup="menu"
        onClick={event => setAnchor(event.currentTarget)}
      >
        Export
      </Button>
      <Menu
        anchorEl={anchor}
        open={Boolean(anchor)}
        onClose={() => setAnchor(undefined)}
      >
        {(Object.keys(FORMATS) as Format[]).map(format => (
          <MenuItem key={format} onClick={() => save(format)}>
            {FORMATS[format].label}
          </MenuItem>
        ))}
      </Menu>
      {error && <Notice severity="error">{error.message}</Notice>}
    </>
  );
}
