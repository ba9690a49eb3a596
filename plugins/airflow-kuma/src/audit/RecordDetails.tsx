import { AuditRecord } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { Actor } from '../access/Actor';
import { actionInWords } from '../access/actionInWords';
import { Facts, Pair, TimeAgo } from '../components';
import { useFieldId } from '../hooks/useFieldId';
import { detailRows } from './detailRows';

const useStyles = makeStyles({
  // Policies are kept with their lines.
  value: {
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    verticalAlign: 'top',
  },
  field: { verticalAlign: 'top', whiteSpace: 'nowrap' },
});

/** Opens all that a record holds. */
export function RecordDetails(props: { record: AuditRecord }) {
  const { record } = props;
  const [open, setOpen] = useState(false);
  const id = useFieldId();
  const close = () => setOpen(false);
  return (
    <>
      <Button
        size="small"
        aria-label={`Show details of record ${record.sequence}`}
        onClick={() => setOpen(true)}
      >
        Show
      </Button>
      <Dialog
        open={open}
        onClose={close}
        maxWidth="md"
        fullWidth
        aria-labelledby={id}
      >
        <DialogTitle id={id}>
          {`Record ${record.sequence}: ${actionInWords(record.action)}`}
        </DialogTitle>
        <DialogContent dividers>
          <Facts
            onlyKnown
            facts={[
              { label: 'When', value: <TimeAgo at={record.at} exact /> },
              { label: 'Actor', value: <Actor actor={record.actor} exact /> },
              {
                label: 'For',
                value: record.onBehalfOf && <Actor actor={record.onBehalfOf} />,
              },
              {
                label: 'About',
                value: record.subject && <Pair text={record.subject} />,
              },
              { label: 'Action', value: record.action },
              { label: 'Request', value: record.requestId },
              { label: 'From address', value: record.ip },
              { label: 'HTTP request', value: record.httpRequestId },
              { label: 'Hash', value: record.hash },
              {
                label: 'Hash of the record before',
                value: record.previousHash,
              },
            ]}
          />
          <BeforeAndAfter record={record} />
        </DialogContent>
        <DialogActions>
          <Button onClick={close}>Close</Button>
        </DialogActions>
      </Dialog>
    </>
  );
}

function BeforeAndAfter(props: { record: AuditRecord }) {
  const { before, after } = props.record;
  const classes = useStyles();
  const rows = detailRows(before, after);
  if (rows.length === 0) return null;
  return (
    <Table size="small" aria-label="Before and after">
      <TableHead>
        <TableRow>
          <TableCell>What</TableCell>
          <TableCell>Before</TableCell>
          <TableCell>After</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(row => (
          <TableRow key={row.field}>
            <TableCell component="th" scope="row" className={classes.field}>
              {row.field}
            </TableCell>
            <TableCell className={classes.value}>{row.before ?? '–'}</TableCell>
            <TableCell className={classes.value}>{row.after ?? '–'}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
