import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import MuiTable from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TablePagination from '@material-ui/core/TablePagination';
import TableRow from '@material-ui/core/TableRow';
import TableSortLabel from '@material-ui/core/TableSortLabel';
import { ReactNode } from 'react';
import { Loading } from './Loading';

const useStyles = makeStyles(theme => ({
  cell: {
    verticalAlign: 'top',
    padding: theme.spacing(1),
    // The theme lets a narrow column break words letter by letter.
    wordBreak: 'normal',
    overflowWrap: 'break-word',
  },
  head: {
    fontWeight: 'bold',
    padding: theme.spacing(1),
    whiteSpace: 'nowrap',
  },
  // The first column names the row, with ids of up to 250 characters.
  first: { minWidth: 180, overflowWrap: 'anywhere' },
  loading: { opacity: 0.6 },
}));

/** A column; with `sortKey` the server can sort by it. */
export type DataColumn<T> = {
  title: string;
  render: (row: T) => ReactNode;
  sortKey?: string;
};

/** Paging done by the server. */
export type Paging = {
  offset: number;
  limit: number;
  total: number;
  onChange: (page: { offset: number; limit: number }) => void;
};

/** A table whose rows, order and pages are the server's. */
export function DataTable<T>(props: {
  label: string;
  columns: DataColumn<T>[];
  rows: T[];
  rowKey: (row: T) => string;
  orderBy?: string;
  onOrder?: (orderBy: string) => void;
  paging?: Paging;
  loading?: boolean;
  /** Shown instead of rows when there are none; says what to do. */
  empty: ReactNode;
}) {
  const { columns, rows, orderBy, onOrder, paging } = props;
  const classes = useStyles();
  return (
    <Paper variant="outlined">
      {props.loading && <Loading what={props.label} />}
      {/* Wide tables scroll, and who has no mouse needs to get in to do so. */}
      <TableContainer tabIndex={0} role="group" aria-label={props.label}>
        <MuiTable
          size="small"
          aria-label={props.label}
          aria-busy={props.loading}
        >
          <TableHead>
            <TableRow>
              {columns.map(column => (
                <HeadCell
                  key={column.title}
                  column={column}
                  orderBy={orderBy}
                  onOrder={onOrder}
                />
              ))}
            </TableRow>
          </TableHead>
          <TableBody className={props.loading ? classes.loading : undefined}>
            {rows.length === 0 && (
              <TableRow>
                <TableCell colSpan={columns.length}>{props.empty}</TableCell>
              </TableRow>
            )}
            {rows.map(row => (
              <TableRow key={props.rowKey(row)} hover>
                {columns.map((column, index) => (
                  <TableCell
                    key={column.title}
                    className={`${classes.cell} ${
                      index === 0 ? classes.first : ''
                    }`}
                  >
                    {column.render(row)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </MuiTable>
      </TableContainer>
      {paging && <Pager paging={paging} />}
    </Paper>
  );
}

function HeadCell<T>(props: {
  column: DataColumn<T>;
  orderBy?: string;
  onOrder?: (orderBy: string) => void;
}) {
  const { column, orderBy, onOrder } = props;
  const { sortKey } = column;
  const classes = useStyles();
  if (!sortKey || !onOrder) {
    return <TableCell className={classes.head}>{column.title}</TableCell>;
  }
  const direction = orderBy === `-${sortKey}` ? 'desc' : 'asc';
  const active = orderBy === sortKey || orderBy === `-${sortKey}`;
  return (
    <TableCell
      className={classes.head}
      sortDirection={active ? direction : false}
    >
      <TableSortLabel
        active={active}
        direction={direction}
        onClick={() => onOrder(orderBy === sortKey ? `-${sortKey}` : sortKey)}
      >
        {column.title}
      </TableSortLabel>
    </TableCell>
  );
}

function Pager(props: { paging: Paging }) {
  const { offset, limit, total, onChange } = props.paging;
  const sizes = [10, 20, 50, 100, 200];
  return (
    <TablePagination
      component="div"
      count={total}
      // A link can point past the end of a list that has shrunk since.
      page={Math.min(
        Math.floor(offset / limit),
        Math.max(Math.ceil(total / limit) - 1, 0),
      )}
      rowsPerPage={limit}
      rowsPerPageOptions={sizes.includes(limit) ? sizes : [limit, ...sizes]}
      onPageChange={(_event, page) => onChange({ offset: page * limit, limit })}
      onRowsPerPageChange={event =>
        onChange({ offset: 0, limit: Number(event.target.value) })
      }
    />
  );
}
