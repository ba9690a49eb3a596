import { InfoCard } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import { ReactNode } from 'react';
import { Pair } from './Pair';

/** A titled part of a page. */
export function Section(props: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Box mb={3} component="section" aria-label={props.title}>
      <InfoCard
        title={<Pair text={props.title} />}
        action={props.action}
        titleTypographyProps={{ component: 'h2' } as object}
      >
        {props.children}
      </InfoCard>
    </Box>
  );
}
