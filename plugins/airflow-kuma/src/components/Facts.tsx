import { makeStyles } from '@material-ui/core/styles';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(220px, 1fr))',
    gap: theme.spacing(2),
    margin: 0,
  },
  narrow: {
    gridTemplateColumns: '1fr',
    gap: theme.spacing(0.5),
    '& > div': {
      display: 'grid',
      gridTemplateColumns: '110px 1fr',
      gap: theme.spacing(1),
      alignItems: 'baseline',
    },
  },
  term: {
    fontSize: theme.typography.caption.fontSize,
    color: theme.palette.text.secondary,
    fontWeight: 'bold',
  },
  value: {
    margin: 0,
    overflowWrap: 'anywhere',
    fontSize: theme.typography.body2.fontSize,
  },
}));

/** A fact: what it is called and what it is. */
export type Fact = { label: string; value: ReactNode };

/**
 * Facts as a definition list. A fact without a value shows a dash, or is left
 * out where most have none.
 */
export function Facts(props: {
  facts: Fact[];
  narrow?: boolean;
  onlyKnown?: boolean;
}) {
  const facts = props.onlyKnown
    ? props.facts.filter(fact => fact.value)
    : props.facts;
  const classes = useStyles();
  return (
    <dl className={`${classes.list} ${props.narrow ? classes.narrow : ''}`}>
      {facts.map(fact => (
        <div key={fact.label}>
          <dt className={classes.term}>{fact.label}</dt>
          <dd className={classes.value}>{fact.value || '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
