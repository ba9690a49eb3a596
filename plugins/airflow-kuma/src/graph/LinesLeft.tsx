import { counted } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { ReadableLines } from './layout/readableLines';

/** Says which lines the picture leaves out, and draws them where asked. */
export function LinesLeft(props: {
  lines: ReadableLines;
  allLines: boolean;
  onChange: (allLines: boolean) => void;
}) {
  const { lines, allLines, onChange } = props;
  const { drawn, left } = lines;
  if (allLines) {
    return (
      <Button size="small" onClick={() => onChange(false)}>
        Draw only the lines to look at first
      </Button>
    );
  }
  if (left.length === 0) return <></>;
  const dependencies = left.reduce((sum, { total }) => sum + total, 0);
  return (
    <Typography variant="body2" component="div">
      {`Drawn: ${drawn.length} of ${
        drawn.length + left.length
      } lines, the worst states and the heaviest first. The others stand for ${counted(
        dependencies,
        'dependency',
        'dependencies',
      )}; select a box to see all of its lines. `}
      <Button size="small" onClick={() => onChange(true)}>
        Draw all lines
      </Button>
    </Typography>
  );
}
