import Typography from '@material-ui/core/Typography';
import { ReactNode } from 'react';

/** Says that there is nothing, and what to do about it. */
export function PlainEmpty(props: { children: ReactNode }) {
  return <Typography variant="body2">{props.children}</Typography>;
}
