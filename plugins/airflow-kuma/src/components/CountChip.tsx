import Chip from '@material-ui/core/Chip';

/** A number that asks for attention; nothing where there is none. */
export function CountChip(props: { count: number; title: string }) {
  const { count, title } = props;
  if (count === 0) return null;
  return (
    <Chip
      component="span"
      size="small"
      color="primary"
      style={{ margin: '0 0 0 6px' }}
      title={title}
      label={shownCount(count)}
    />
  );
}

/** `99+` from a hundred on. */
export function shownCount(count: number): string {
  return count > 99 ? '99+' : String(count);
}
