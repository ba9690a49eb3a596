import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import { ReactNode } from 'react';

/** Fields that narrow what is listed, in a row that wraps. */
export function FilterBox(props: {
  children: ReactNode;
  /** Absent where nothing is set. */
  onClear?: () => void;
  /** What else is done with what is listed. */
  actions?: ReactNode;
}) {
  const { children, onClear, actions } = props;
  return (
    <Box
      role="search"
      aria-label="Filters"
      display="flex"
      flexWrap="wrap"
      alignItems="flex-end"
      mb={2}
      style={{ gap: 12 }}
    >
      {children}
      {onClear && (
        <Button size="small" onClick={onClear}>
          Clear filters
        </Button>
      )}
      {actions}
    </Box>
  );
}
