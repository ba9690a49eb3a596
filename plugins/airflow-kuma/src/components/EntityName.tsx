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

/** Several of them, separated by commas. */
export function EntityNames(props: { refs: string[] }) {
  return (
    <>
      {props.refs.map((ref, index) => (
        <span key={ref}>
          {index > 0 && ', '}
          <EntityName entityRef={ref} />
        </span>
      ))}
    </>
  );
}
