import Alert from '@material-ui/lab/Alert';
import AlertTitle from '@material-ui/lab/AlertTitle';
import Box from '@material-ui/core/Box';
import { ReactNode } from 'react';

/** Something that the reader should know before the rest. */
export function Notice(props: {
  severity: 'error' | 'warning' | 'info' | 'success';
  title?: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Box mb={2}>
      <Alert severity={props.severity} variant="outlined" action={props.action}>
        {props.title && <AlertTitle>{props.title}</AlertTitle>}
        {props.children}
      </Alert>
    </Box>
  );
}
