import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';

// An id may have 250 characters and no place to break.
const useStyles = makeStyles({
  id: {
    display: 'inline-block',
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    verticalAlign: 'bottom',
  },
});

/**
 * A DAG or a service by the name that people gave it, as a link to its page,
 * with its id where that is another; its ref shows on hover. What our own
 * answers do not name is named by the catalog, which has the same names.
 */
export function EntityName(props: {
  /** Absent where the catalog has nothing of it. */
  entityRef?: string;
  name?: string;
  id?: string;
}) {
  const { entityRef, name, id } = props;
  const classes = useStyles();
  return (
    <>
      {entityRef ? <Linked entityRef={entityRef} name={name} /> : name ?? id}
      {id && name && id !== name && (
        <>
          {' '}
          <Typography
            variant="caption"
            color="textSecondary"
            className={classes.id}
            title={id}
          >
            {`(${id})`}
          </Typography>
        </>
      )}
    </>
  );
}

function Linked(props: { entityRef: string; name?: string }) {
  const { entityRef, name } = props;
  if (!name) return <EntityRefLink entityRef={entityRef} hideIcon />;
  return (
    <Tooltip title={entityRef} enterDelay={1500}>
      {/* The link takes a title for its text. */}
      <span>
        <EntityRefLink entityRef={entityRef}>{name}</EntityRefLink>
      </span>
    </Tooltip>
  );
}

/** ` and 3 more`; `undefined` where nothing is left. */
export function andMore(count: number): string | undefined {
  return count > 0 ? ` and ${count} more` : undefined;
}

/** Several of them, e.g. `A, B and 3 more` or `A or B`. */
export function EntityNames(props: {
  /** Those to list, with their names where our answers have them. */
  entities: (string | { ref: string; name?: string })[];
  between?: string;
  /** Before the last one; as between the others where it is not given. */
  beforeLast?: string;
  /** What follows those that are not listed, e.g. ` and 3 more`. */
  more?: string;
}) {
  const { entities, between = ', ', beforeLast = between, more = '' } = props;
  const last = more ? entities.length : entities.length - 1;
  return (
    <>
      {entities
        .map(each => (typeof each === 'string' ? { ref: each } : each))
        .map(({ ref, name }: { ref: string; name?: string }, index) => (
          <span key={ref}>
            {index > 0 && (index === last ? beforeLast : between)}
            <EntityName entityRef={ref} name={name} />
          </span>
        ))}
      {more}
    </>
  );
}
