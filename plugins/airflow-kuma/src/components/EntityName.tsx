import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';

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
  return (
    <>
      {entityRef ? <Linked entityRef={entityRef} name={name} /> : name ?? id}
      {id && name && id !== name && (
        <Typography
          variant="caption"
          color="textSecondary"
        >{` (${id})`}</Typography>
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
